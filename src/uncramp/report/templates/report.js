"use strict";
// Live charts over the still ones: one reading line over all panels, drag to zoom.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const at = document.getElementById("at");
  const area = document.getElementById("charts");
  const hint = matchMedia("(pointer: coarse)").matches ? data.touchHint : at.textContent;
  at.textContent = hint;
  const charts = [];
  const DASH = { a: [], b: [6, 3], c: [2, 3], n: [] };
  const color = (name) => () => getComputedStyle(root).getPropertyValue(name).trim();
  const two = (n) => String(n).padStart(2, "0");
  const clock = (s) => { const m = Math.round(s / 60); return Math.floor(m / 60) + ":" + two(m % 60); };
  const exact = (s) => {
    const t = Math.round(s);
    return Math.floor(t / 3600) + ":" + two(Math.floor(t / 60) % 60) + ":" + two(t % 60);
  };
  const tenths = (v) => v.toFixed(1).replace(".", data.decimalSign);
  const print = {
    percent: (v) => Math.round(v) + " %",
    number: (v) => (Math.abs(v) < 20 ? tenths(v) : v.toFixed(0)).replace("-", "−"),
    pace: (v) => { const t = Math.round(v); return Math.floor(t / 60) + ":" + two(t % 60); },
  };
  const INCREMENTS = [60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10800, 14400, 21600];

  const yAxis = (scale) => ({
    scale: "y", size: 58, gap: 6, stroke: color("--soft"), font: "13px system-ui, sans-serif",
    grid: { stroke: color("--line"), width: 1 }, ticks: { show: false },
    splits: () => scale.ticks.map((t) => t[0]), values: () => scale.ticks.map((t) => t[1]),
  });

  const shadePauses = (u) => {
    u.ctx.save();
    u.ctx.fillStyle = color("--pause")();
    for (const [start, end] of data.pauses) {
      const left = Math.max(u.valToPos(start, "x", true), u.bbox.left);
      const right = Math.min(u.valToPos(end, "x", true), u.bbox.left + u.bbox.width);
      if (right > left) u.ctx.fillRect(left, u.bbox.top, Math.max(right - left, 2), u.bbox.height);
    }
    u.ctx.restore();
  };

  const markCramp = (labelled) => (u) => {
    if (data.cramp === null) return;
    const x = u.valToPos(data.cramp, "x", true);
    if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) return;
    const ratio = devicePixelRatio;
    u.ctx.save();
    u.ctx.strokeStyle = u.ctx.fillStyle = color("--alarm")();
    u.ctx.lineWidth = 2 * ratio;
    u.ctx.setLineDash([]);
    u.ctx.beginPath();
    u.ctx.moveTo(x, u.bbox.top);
    u.ctx.lineTo(x, u.bbox.top + u.bbox.height);
    u.ctx.stroke();
    if (labelled) {
      const before = x - u.bbox.left > 0.3 * u.bbox.width;
      u.ctx.font = `bold ${13 * ratio}px system-ui, sans-serif`;
      u.ctx.textAlign = before ? "right" : "left";
      u.ctx.fillText(data.crampLabel, x + (before ? -6 : 6) * ratio, u.bbox.top + 16 * ratio);
    }
    u.ctx.restore();
  };

  const read = (u) => {
    const i = u.cursor.idx;
    const none = i === null || i === undefined || u.cursor.left < 0;
    at.textContent = none ? hint : `${exact(data.time[i])} · ${data.placeWord} ${tenths(data.place[i])}`;
    for (const chart of charts) {
      chart.panel.series.forEach((series, n) => {
        const value = none ? null : series.values[i];
        chart.outputs[n].textContent = none ? "" : value === null ? "–" : print[chart.kinds[n]](value);
      });
    }
  };

  const build = (panel) => {
    const figure = document.getElementById("panel-" + panel.name);
    const target = figure.querySelector(".live");
    const series = panel.series.map((s) => ({
      label: s.label, scale: s.back ? "back" : "y", points: { show: false },
      ...(s.back
        ? { width: 0, fill: color("--area"), fillTo: (u) => u.scales.back.min }
        : { width: s.role === "n" ? 1.5 : 2, stroke: color("--" + s.role), dash: DASH[s.role] }),
    }));
    const values = panel.series.map((s) => s.values);
    const bands = [];
    if (panel.band) {
      const hidden = { scale: "y", stroke: "transparent", width: 0, points: { show: false } };
      series.push({ ...hidden }, { ...hidden });
      values.push(panel.band[1], panel.band[0]);
      bands.push({ series: [series.length - 1, series.length], fill: color("--band") });
    }
    const range = (s) => ({ range: [s.low, s.high], dir: s.reversed ? -1 : 1 });
    const axes = [
      {
        stroke: color("--soft"), font: "13px system-ui, sans-serif", incrs: INCREMENTS, space: 56, size: 32, gap: 4,
        grid: { stroke: color("--line"), width: 1 }, ticks: { show: false },
        values: (u, splits) => splits.map(clock),
      },
      yAxis(panel.scale),
    ];
    const scales = { x: { time: false }, y: range(panel.scale) };
    if (panel.back) scales.back = range(panel.back);
    const chart = {
      panel, target, outputs: [...figure.querySelectorAll("output")],
      kinds: panel.series.map((s) => (s.back ? panel.back : panel.scale).kind),
      height: panel.name === "risk" ? 250 : 180,
    };
    chart.plot = new uPlot({
      width: target.clientWidth, height: chart.height, scales, axes, bands,
      padding: [10, 10, 0, 0], legend: { show: false },
      series: [{}, ...series],
      cursor: { y: false, sync: { key: "uncramp" }, drag: { x: true, y: false } },
      hooks: {
        drawClear: [shadePauses], draw: [markCramp(panel.name === "risk")], setCursor: [read],
      },
    }, [data.time, ...values], target);
    charts.push(chart);
    touch(chart.plot);
  };

  // uPlot listens to a mouse; a finger moves the same reading line.
  const touch = (u) => {
    const move = (event) => {
      if (event.pointerType === "mouse") return;
      const box = u.over.getBoundingClientRect();
      u.setCursor({ left: event.clientX - box.left, top: event.clientY - box.top });
    };
    u.over.addEventListener("pointerdown", move);
    u.over.addEventListener("pointermove", move);
  };

  let place = -1;
  area.addEventListener("keydown", (event) => {
    const last = data.time.length - 1;
    const jumps = { ArrowLeft: -1, ArrowRight: 1, PageUp: 20, PageDown: -20, Home: -last, End: last };
    if (!(event.key in jumps)) return;
    event.preventDefault();
    place = Math.min(Math.max((place < 0 ? 0 : place) + jumps[event.key], 0), last);
    const u = charts[0].plot;
    u.setCursor({ left: u.valToPos(data.time[place], "x"), top: 10 });
  });

  root.classList.add("js");
  data.panels.forEach(build);
  const fit = () => charts.forEach((c) => {
    const width = c.target.clientWidth;
    if (width > 0 && width !== c.plot.width) c.plot.setSize({ width, height: c.height });
  });
  new ResizeObserver(fit).observe(area);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
    charts.forEach((c) => c.plot.redraw(false, true)));
})();
