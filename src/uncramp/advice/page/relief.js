(function () {
  var d = document, el = function (id) { return d.getElementById(id) };
  var box = el("timer"), holds = [], at = 0, left = 0, end = 0, ready = 0, clock = 0, voice = false, lock = null;
  d.querySelectorAll("[data-s]").forEach(function (li) {
    for (var n = +li.dataset.n; n--;) holds.push({ s: +li.dataset.s, say: li.dataset.say });
  });
  function show() {
    var h = holds[at];
    el("hold").textContent = (ready ? box.dataset.ready + ": " : "") + h.say;
    el("left").textContent = ready || left;
    el("bar").value = 1 - left / h.s;
  }
  function say(text) {
    el("said").textContent = text;
    if (!voice) return;
    var u = new SpeechSynthesisUtterance(text);
    u.lang = d.documentElement.lang;
    speechSynthesis.cancel();
    speechSynthesis.speak(u);
  }
  function buzz(pattern) { if (navigator.vibrate) navigator.vibrate(pattern) }
  function awake() {
    if (!clock || lock || !navigator.wakeLock) return;
    lock = { release: function () { } };
    navigator.wakeLock.request("screen").then(function (l) { if (clock) lock = l; else l.release() }, function () { });
  }
  function stop() {
    clearInterval(clock);
    clock = 0;
    if (lock) lock.release();
    lock = null;
    el("go").textContent = box.dataset.go;
  }
  function run() {
    end = Date.now() + (ready || left) * 1000;
    clearInterval(clock);
    clock = setInterval(tick, 200);
    el("go").textContent = box.dataset.pause;
    awake();
  }
  function tick() {
    var now = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    if (ready) { ready = now; if (!now) { buzz(200); run() } }
    else if (now !== left) { left = now; if (now === 10) say("10"); if (!now) return go(at + 1) }
    show();
  }
  function load(i, pause) { at = i; left = holds[i].s; ready = pause; show() }
  function go(i) {
    buzz([300, 150, 300]);
    if (i < holds.length) { load(i, 5); say(holds[i].say); run(); return }
    stop();
    load(0, 0);
    el("hold").textContent = box.dataset.done;
    say(box.dataset.done);
  }
  el("go").onclick = function () { if (clock) stop(); else { say(holds[at].say); run() } };
  el("next").onclick = function () { go(at + 1) };
  el("again").onclick = function () { load(at, 0); say(holds[at].say); run() };
  el("voice").onclick = function () {
    voice = !voice;
    this.setAttribute("aria-pressed", voice);
    if (voice) say(holds[at].say); else speechSynthesis.cancel();
  };
  d.addEventListener("visibilitychange", function () { if (!d.hidden) { lock = null; awake() } });
  el("voice").hidden = !("speechSynthesis" in window);
  load(0, 0);
  box.hidden = false;
})();
