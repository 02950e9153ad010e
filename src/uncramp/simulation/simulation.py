"""One calf through one run, on two time scales.

Fast windows of a few strides are simulated spike by spike, one or more per piece of the run;
between them the slow states (fatigue, ions, body) move with the rates the window measured. A cramp
starts in a window, by the loop alone; how soon in its window it started is the hazard that holds
for the rest of the piece. With ``every_spike`` windows follow one another without a gap.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from uncramp.body import BodyStates, simulate_body
from uncramp.calf import MUSCLES, Calf, Habit, Milieu, Window
from uncramp.calf.crew import Crew
from uncramp.gait import still_inputs, stride_inputs
from uncramp.kernels import layout
from uncramp.parameters import ParameterSet
from uncramp.simulation.course import Piece, cut
from uncramp.simulation.detail import Detail
from uncramp.simulation.result import Cramp, Result
from uncramp.simulation.scenario import Scenario
from uncramp.simulation.threshold import contraction_threshold_pct

Table = NDArray[np.float64]

STRIDES = 6  # of a window
FIRST_STRIDES = 30  # until the command has found the demand and potassium has gathered
NEAR_MS = 45_000  # a window stands for no less than this, even when the next ones may cramp
STAND_MS = 600  # of a pause, until reflexes have settled


class Simulation:
    """A calf with one runner's parameters, ready for a scenario.

    Parameters
    ----------
    scenario
        The run and what surrounds it.
    parameters
        One runner's numbers.
    seed
        Seed of the synaptic noise and of chance between windows.
    habit
        What the calf is used to (`habit_of`).
    every_spike
        Simulate every stride of the run instead of windows.
    detail
        Units, step, threads, and who watches; that of a twin when not given.
    n_thresholds
        Moments of the run, evenly spread, at which the weakest contraction that would set off a
        cramp is sought (`uncramp.simulation.threshold`); 0 seeks none.
    """

    def __init__(
        self,
        scenario: Scenario,
        parameters: ParameterSet,
        seed: int = 1,
        *,
        habit: Habit,
        every_spike: bool = False,
        detail: Detail | None = None,
        n_thresholds: int = 0,
    ) -> None:
        self.scenario = scenario
        self.parameters = parameters
        self._detail = detail or Detail()
        self.seed = seed
        self.every_spike = every_spike
        self.mass_kg = scenario.athlete.mass_or_default_kg(parameters)
        self.pieces = cut(scenario.course, parameters)
        self.body = self._body()
        self.calf = self._accustomed(habit)
        self._inputs: dict[int, Table] = {}
        self._demand: Table | None = None  # of the stride before
        self._simulated_s = 0.0
        self._last: Window | None = None  # the last window that moved
        longest_s = max(piece.duration_s for piece in self.pieces)
        self._near_share = 0.5 * self.calf.rule.suspicion_share
        self._near_ms = max(NEAR_MS, round(500.0 * longest_s))
        marks = np.linspace(0, len(self.pieces) - 1, n_thresholds)
        self._probed = {round(float(mark)) for mark in marks}
        self._tolerance = -math.log(1.0 - np.random.default_rng([seed, 7]).random())

    def run(self) -> Result:
        """Run to the end, or to the cramp."""
        rows: list[dict[str, object]] = []
        cramp: Cramp | None = None
        moved = False
        for index, piece in enumerate(self.pieces):
            self.calf.settle(self._milieu(piece.start_s))
            if piece.stride is None:
                window = self._pause(piece)
            else:
                window, onset = self._move(index, piece, first=not moved)
                moved = True
                if onset is not None:
                    cramp = onset
            rows.append(self._row(piece, window) | {"threshold_pct": self._threshold(index)})
            if cramp is not None:
                break
        return self._result(rows, cramp)

    # --- what surrounds the calf ---------------------------------------------------------------

    def _body(self) -> BodyStates:
        s = self.scenario
        return simulate_body(
            s.course.time_s,
            s.course.speed_m_s,
            s.course.grade,
            s.course.moving,
            s.athlete,
            s.conditions,
            "balanced" if s.balanced_fluids else s.drinking,
            self.parameters,
        )

    def _milieu(self, time_s: float) -> Milieu:
        b = self.body

        def at(signal: Table) -> float:
            return float(np.interp(time_s, b.time_s, signal))

        warmth = max(0.0, at(b.skin_temperature_C) - self.parameters.value("heat.warm_skin"))
        strain = self.parameters.value("fatigue.dehydration_slope")
        return Milieu(
            core_temperature_C=at(b.core_temperature_C),
            muscle_temperature_C=at(b.muscle_temperature_C),
            sodium_mM=at(b.plasma_sodium_mmol_L),
            extracellular_fraction=at(b.extracellular_volume_fraction),
            potassium_factor=at(b.potassium_mmol_L) / float(b.potassium_mmol_L[0]),
            calcium_mM=at(b.calcium_mmol_L),
            magnesium_mM=at(b.magnesium_mmol_L),
            circulation=1.0 + strain * at(b.excess_loss_pct) * warmth,
        )

    def _accustomed(self, habit: Habit) -> Calf:
        detail = self._detail
        calf = Calf(
            self.parameters,
            self.mass_kg,
            self.seed,
            detail.n_units,
            habit,
            detail.substeps,
            Crew(detail.n_threads),
        )
        calf.slow_down_fatigue(self.scenario.conditioning)
        return calf

    def _stride_inputs(self, index: int, piece: Piece) -> Table:
        if index not in self._inputs:
            assert piece.stride is not None
            self._inputs[index] = stride_inputs(piece.stride, self.mass_kg, self.parameters)
        return self._inputs[index]

    # --- a piece ---------------------------------------------------------------------------------

    def _pause(self, piece: Piece) -> Window:
        """Standing: reflexes settle, then the slow states recover."""
        n_ms = min(STAND_MS, max(1, int(piece.duration_s * 1000.0)))
        window = self.calf.run(still_inputs(0.0, 5.0, n_ms, self.parameters), _ms(piece.start_s))
        self._simulated_s += window.duration_s
        still = tuple(np.zeros_like(use) for use in window.use)
        self.calf.tire(still, piece.duration_s, self._milieu(piece.start_s).core_temperature_C)
        self.calf.relax_potassium(np.zeros(3), max(0.0, piece.duration_s - n_ms / 1000.0))
        self.calf.relax_endings(max(0.0, piece.duration_s - n_ms / 1000.0))
        return window

    def _move(self, index: int, piece: Piece, first: bool) -> tuple[Window, Cramp | None]:
        """The strides of one piece; the cramp that began in it, if one did."""
        inputs = self._stride_inputs(index, piece)
        stride_ms = inputs.shape[1]
        demand = inputs[layout.IN_DEMAND : layout.IN_DEMAND + 3, -1]
        if self._demand is not None:
            self.calf.anticipate(demand / self._demand)
        self._demand = demand
        start_ms, end_ms = _ms(piece.start_s), _ms(piece.end_s)
        strides = FIRST_STRIDES if first else STRIDES
        while True:
            strides = min(strides, max(1, (end_ms - start_ms) // stride_ms))
            window_ms = strides * stride_ms
            span_ms = self._span_ms(window_ms, end_ms - start_ms, stride_ms)
            milieu = self._milieu((start_ms + 0.5 * span_ms) / 1000.0)
            # The window stands for its span with the slow states of the middle of it.
            before_s = self._lead(span_ms / 1000.0, milieu.core_temperature_C)
            self.calf.settle(milieu)
            window = self.calf.run(
                np.tile(inputs, (1, strides)), start_ms, raster=self._detail.keep_spikes
            )
            self._simulated_s += window.duration_s
            self._detail.tell(start_ms, window)
            self._last = window
            span_s = span_ms / 1000.0
            if self.calf.rule.suspects(window.swing):
                onset = self._examine(window, inputs, start_ms + window_ms, span_s)
                if onset is not None:
                    return window, onset
            self.calf.tire_as(window, span_s - before_s, milieu.core_temperature_C)
            self.calf.relax_potassium(window.rate_pps, max(0.0, span_s - window.duration_s))
            start_ms += span_ms
            if start_ms >= end_ms:
                return window, None
            strides = STRIDES

    def _lead(self, span_s: float, core_temperature_C: float) -> float:
        """Tire the calf to the middle of a span with the use last seen; returns the seconds."""
        if self.every_spike or self._last is None:
            return 0.0
        self.calf.tire_as(self._last, 0.5 * span_s, core_temperature_C)
        return 0.5 * span_s

    def _span_ms(self, window_ms: int, left_ms: int, stride_ms: int) -> int:
        """How long the next window stands for, in ms.

        The rest of the piece; but the strides in which the command finds the demand stand for
        themselves alone; and less where units were last seen discharging through the swing in
        numbers near suspicion, because there a cramp may be minutes away. No rest shorter than a
        stride.
        """
        span_ms = left_ms
        if self.every_spike or self._last is None:
            span_ms = window_ms
        elif self._last.swing.max(initial=0.0) >= self._near_share:
            span_ms = max(window_ms, self._near_ms)
        return left_ms if left_ms - span_ms < stride_ms else span_ms

    def _examine(self, window: Window, inputs: Table, now_ms: int, span_s: float) -> Cramp | None:
        """Does the discharge outlive the drive? And, if so, when in the piece does it begin?

        A copy of the calf is stopped. If the copy cramps, the strides it took until the first
        suspicious one give the hazard per second, which holds for as long as the window stands
        for; the run's one exponential draw is used up by it.
        """
        stride_ms = inputs.shape[1]
        probe = self.calf.copy()
        rule = probe.rule
        still = still_inputs(
            rule.ankle_deg, rule.knee_deg, round(rule.stop_s * 1000.0), self.parameters
        )
        share = probe.run(still, now_ms, record_every=50).firing[:, -1]
        cramping = rule.cramping(share)
        if not cramping.any():
            return None
        suspicious = (window.swing >= rule.suspicion_share).any(axis=1)
        until_first = (int(np.argmax(suspicious)) + 1) * stride_ms / 1000.0
        wait_s = until_first if self.every_spike else self._tolerance * until_first
        if wait_s > span_s:
            self._tolerance -= span_s / until_first
            return None
        k = int(np.argmax(np.where(cramping, share, 0.0)))
        return Cramp(now_ms / 1000.0 - window.duration_s + wait_s, MUSCLES[k], float(share[k]))

    def _threshold(self, index: int) -> float:
        """Contraction threshold at the end of piece `index`, where it is asked for."""
        if index not in self._probed:
            return math.nan
        return contraction_threshold_pct(self.calf, _ms(self.pieces[index].end_s), self.parameters)

    # --- what is kept -----------------------------------------------------------------------------

    def _row(self, piece: Piece, window: Window) -> dict[str, object]:
        ia_gain, ib_gain = self.calf.afferent_gains()
        moving = piece.stride is not None
        swing = window.swing.max(axis=0) if len(window.swing) else np.zeros(3)
        return {
            "time_s": 0.5 * (piece.start_s + piece.end_s),
            "force_capacity": self.calf.force_capacity(),
            "fatigue_index": self.calf.fatigue_indices(),
            "ia_gain": ia_gain,
            "ib_gain": ib_gain,
            "ia_pps": window.ia_pps,
            "ib_pps": window.ib_pps,
            "rate_pps": window.rate_pps if moving else np.zeros(3),
            "activation": window.activation if moving else np.zeros(3),
            "drive": window.drive if moving else np.zeros(3),
            "potassium_mM": self.calf.potassium_mM(),
            "potassium_max_mM": np.maximum(window.potassium_max_mM, self.calf.potassium_mM()),
            "swing": swing,
        }

    def _result(self, rows: list[dict[str, object]], cramp: Cramp | None) -> Result:
        signals = {name: np.array([row[name] for row in rows], float) for name in rows[0]}
        return Result(cramp=cramp, body=self.body, simulated_s=self._simulated_s, **signals)


def _ms(time_s: float) -> int:
    return round(time_s * 1000.0)
