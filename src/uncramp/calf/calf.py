"""The calf: three muscles, their motor-neuron pools and afferents, closed into one loop."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from uncramp.calf import assembly, rest
from uncramp.calf.central import habituation, lost_command, spent_reflex
from uncramp.calf.cramp import CrampRule
from uncramp.calf.crew import Crew
from uncramp.calf.fatigue import (
    Fatigue,
    FatigueRates,
    advance,
    fatigue_index,
    fatigue_rates,
    slow_rate_for,
    working_slow_loss,
)
from uncramp.calf.habit import Habit
from uncramp.calf.milieu import Milieu, cold_twitch, quickening, surface_shift_mV, terminal_bias
from uncramp.calf.motor_neurons import SUBSTEPS, MotorNeuronPool, build_pool
from uncramp.calf.muscle import MUSCLES, HillMuscle
from uncramp.calf.spindle import MuscleSpindle
from uncramp.calf.tendon_organ import GolgiTendonOrgan
from uncramp.calf.terminals import depressed, margins_mV, terminal_level
from uncramp.calf.window import Window
from uncramp.kernels import layout
from uncramp.parameters import ParameterSet

Table = NDArray[np.float64]


class Calf:
    """One runner's calf, with the state it is in.

    Parameters
    ----------
    parameters
        One runner's numbers (`ParameterSet.draw` for a drawn one).
    mass_kg
        Body mass; scales the muscles' strength.
    seed
        64-bit seed of the synaptic noise.
    n_units
        Units of each pool, in the order of `MUSCLES`; None takes the sizes of a twin.
    habit
        What it is used to; no slow fatigue and nothing toughened when not given.
    substeps
        Steps of the motor neurons per ms.
    crew
        Threads that advance it; one if None. They change nothing of what comes out.

    Notes
    -----
    `run` advances the fast states (neurons, twitches, fascicles, spindles, tendon organs,
    potassium); `rest_of` advances the slow ones (fatigue) with what a window has measured, and
    `settle` hands them to the loop. Time is counted in ms since the start of the run, so that the
    noise of a moment is the same however the run is cut.
    """

    def __init__(
        self,
        parameters: ParameterSet,
        mass_kg: float,
        seed: int,
        n_units: tuple[int, int, int] | None = None,
        habit: Habit | None = None,
        substeps: int = SUBSTEPS,
        crew: Crew | None = None,
    ) -> None:
        self.parameters = parameters
        self.seed = seed
        self.crew = crew or Crew()
        self.mass_kg = mass_kg
        self.rule = CrampRule.of(parameters)
        self.spindle = MuscleSpindle.of(parameters)
        self.tendon_organ = GolgiTendonOrgan.of(parameters)
        self.muscles = tuple(HillMuscle.of(name, parameters, mass_kg) for name in MUSCLES)
        sizes = n_units or (None, None, None)
        self.pools: tuple[MotorNeuronPool, ...] = tuple(
            build_pool(name, parameters, size) for name, size in zip(MUSCLES, sizes, strict=True)
        )
        self._fatigue_values = parameters.organ("fatigue")
        self._ions = parameters.organ("milieu")
        self._spindle_values = parameters.organ("spindle")
        self._ends = parameters.organ("motor_terminals")
        self._central = parameters.organ("central_fatigue")
        self._recruitment_span = parameters.value("motor_neurons.recruitment_span")
        self._margins_mV = tuple(
            margins_mV(assembly.evenly(pool.n_units), parameters.organ(name), self._ends)
            for name, pool in zip(MUSCLES, self.pools, strict=True)
        )
        self._offsets_mV = [parameters.value(f"{name}.terminal_margin_offset") for name in MUSCLES]
        self.depression_mV = tuple(np.zeros(pool.n_units) for pool in self.pools)
        self.habit = habit or Habit()
        self._learnt_mV = np.zeros((2, 3))
        self.lost_command = np.zeros(3)
        self.spent_reflex = np.zeros(3)
        self.habituation = np.zeros(3)
        self.pain = np.zeros(3)
        self.oral_reflex = 0.0
        self.nerve_blocked = False
        self.fatigue = tuple(Fatigue.fresh(pool.n_units) for pool in self.pools)
        self.rates: tuple[FatigueRates, ...] = tuple(
            fatigue_rates(pool.n_units, self._fatigue_values, rate)
            for pool, rate in zip(self.pools, self.habit.slow_rates, strict=True)
        )
        self.milieu = Milieu()
        self.state = assembly.initial_state(self.pools, self.muscles, parameters, substeps)
        self.settle(self.milieu)

    def copy(self) -> Calf:
        """An independent calf in the same state: for asking what would happen if."""
        twin = object.__new__(Calf)
        twin.__dict__.update(self.__dict__)
        twin.state = self.state.copy()
        twin.pain = self.pain.copy()
        return twin

    def fatigue_indices(self) -> Table:
        """(3,) fatigue index of each muscle, 0 fresh, towards 1."""
        half, power = self._fatigue_values["index_half"], self._fatigue_values["index_power"]
        return np.array(
            [
                fatigue_index(working_slow_loss(state, pool.force_share), half, power)
                for state, pool in zip(self.fatigue, self.pools, strict=True)
            ]
        )

    def force_capacity(self) -> Table:
        """(3,) maximal force now over maximal force when fresh."""
        return np.array(
            [
                float((pool.force_share * state.capacity()).sum())
                for state, pool in zip(self.fatigue, self.pools, strict=True)
            ]
        )

    def afferent_gains(self) -> tuple[Table, Table]:
        """(3,) multipliers of Ia rates and of Ib inhibition that fatigue and ions have set."""
        indices = self.fatigue_indices()
        ia = np.array([self.spindle.gain(index) for index in indices]) * self._biases()
        ib = np.array([self.tendon_organ.inhibition_gain(index) for index in indices])
        return ia, ib

    def ia_effects(self) -> Table:
        """(3,) drive per pps of Ia, with what the cord's reflexes have lost."""
        answer = 1.0 - self._central["reflex_loss"] * self.spent_reflex
        return np.asarray(self._spindle_values["primary_effect"] * answer)

    def _biases(self) -> Table:
        surface_mV = surface_shift_mV(self.milieu.calcium_mM, self.milieu.magnesium_mM, self._ions)
        return np.array(
            [
                terminal_bias(
                    row[layout.POTASSIUM],
                    self.milieu.sodium_mM,
                    self._ions,
                    self._spindle_values["potassium_bias"],
                    surface_mV,
                )
                for row in self.state.muscles
            ]
        )

    def settle(self, milieu: Milieu) -> None:
        """Hand fatigue and `milieu` to the loop: forces, twitch times, gains, gates, margins."""
        self.milieu = milieu
        indices = self.fatigue_indices()
        ia, ib = self.afferent_gains()
        hold = self._fatigue_values["nociceptive_hold"] * (indices + self.pain)
        gates = self._gate_quickening()
        for k in range(len(self.pools)):
            self._settle_units(k, gates)
            assembly.set_gains(
                self.state, k, self.parameters, ia=ia[k], ib=ib[k], hold=hold[k], quickening=gates
            )
            self._settle_milieu(k)
        if self.nerve_blocked:
            assembly.cut_nerve(self.state)

    def block_nerve(self, blocked: bool = True) -> None:
        """Let nothing pass between the muscles and the spinal cord, either way; or lift that.

        Axons can still be stimulated beyond the block, and their ends may discharge by themselves.
        """
        self.nerve_blocked = blocked
        if not blocked:
            assembly.join_nerve(self.state, self.pools, self.parameters)
        self.settle(self.milieu)

    def _gate_quickening(self) -> float:
        reference_C = self._ions["cord_temperature_reference"]
        return quickening(self.milieu.core_temperature_C, reference_C, self._ions["q10_gate"])

    def _settle_units(self, k: int, gates: float) -> None:
        """Force, twitch time and afterhyperpolarisation of the units of muscle `k`."""
        ions, pool = self._ions, self.pools[k]
        warm = quickening(
            self.milieu.muscle_temperature_C,
            ions["muscle_temperature_reference"],
            ions["q10_contraction"],
        )
        capacity = self.fatigue[k].capacity()
        slow = 1.0 + self._fatigue_values["contraction_slowing"] * (1.0 - capacity)
        assembly.set_units(
            self.state,
            k,
            force=pool.force_share * capacity,
            contraction_time_ms=pool.contraction_time_ms * slow / warm,
            twitch=cold_twitch(self.milieu.muscle_temperature_C, ions),
            ahp_time_constant_ms=pool.ahp_time_constant_ms / gates,
        )

    def _settle_milieu(self, k: int) -> None:
        """Potassium, PIC level at rest, and what moves terminals and endings of muscle `k`."""
        ions, milieu, c = self._ions, self.milieu, self.state.constants[k]
        most = assembly.largest_command(self._recruitment_span)
        c[layout.COMMAND_MAX] = most * (1.0 - self.lost_command[k])
        c[layout.K_IA] = self.ia_effects()[k]
        calmed = self.parameters.value("motor_neurons.pic_level_rest") - self.oral_reflex
        c[layout.M_REST] = max(0.0, calmed)
        c[layout.ANSWERED] = 1.0 - self.habituation[k]
        c[layout.K_SOURCE] = ions["potassium_source"] / milieu.extracellular_fraction
        c[layout.K_PLASMA] = ions["potassium_rest"] * milieu.potassium_factor
        learnt = self.training_mV[k] + self.habit.margins_mV[k]
        depression = self.depression_mV[k]
        # Endings have no units: theirs is the depression of the fibres among which they lie.
        shared = float(self.pools[k].force_share @ depression)
        assembly.set_terminals(
            self.state,
            k,
            self._margins_mV[k] + depression + learnt,
            terminal_level(milieu, ions),
            self._ending_margin_mV(k) + shared + learnt,
        )

    def _ending_margin_mV(self, k: int) -> float:
        """Margin of the sensory endings of muscle `k`: wider as the cord's answer is spent.

        Slow fatigue and pain make them tender.
        """
        tender = min(1.0, float(self.fatigue_indices()[k] + self.pain[k]))
        margin = self._ends["ending_threshold"] + self._offsets_mV[k]
        spent = self._central["reflex_margin"] * self.spent_reflex[k]
        return float(margin + spent - self._ends["sensitisation"] * tender)

    def run(
        self, inputs: Table, start_ms: int, record_every: int = 0, *, raster: bool = False
    ) -> Window:
        """Advance the loop over the columns of `inputs`, one per ms.

        Parameters
        ----------
        inputs
            (N_IN, n_ms); rows named in `uncramp.kernels.layout`: muscle-tendon lengths, moment
            arms, command shapes, dorsiflexor activity, demand, stimuli.
        start_ms
            Time since the start of the run, for the noise.
        record_every
            Keep a record with one column per this many ms; 0 keeps none.
        raster
            Keep every spike.
        """
        return self.crew.advance(
            self.state, inputs, start_ms, self.seed, record_every, keep_spikes=raster
        )

    def anticipate(self, demand_ratio: Table) -> None:
        """Scale the command of each muscle (3,) to a demand that changes by `demand_ratio`.

        A runner who sees the hill does not wait for the error: the command moves ahead by the
        power with which it adapts after each stride.
        """
        commands = self.state.muscles[:, layout.COMMAND]
        highest = self.state.constants[:, layout.COMMAND_MAX]
        commands[:] = np.clip(commands * demand_ratio**0.6, 0.3, highest)

    def tire(
        self,
        use: tuple[Table, ...],
        duration_s: float,
        core_temperature_C: float,
        unit_pps: tuple[Table, ...] | None = None,
        barrage: Table | None = None,
    ) -> None:
        """Advance what is slow over `duration_s` in which each unit kept its mean relative force.

        `unit_pps` are the firing rates that depress the axon terminals, `barrage` (3,) the drive
        from group III/IV endings to which the cord grows used; None for none.
        """
        slope = self._fatigue_values["core_temperature_slope"]
        warm = float(np.exp(slope * max(0.0, core_temperature_C - 38.0)))
        hastening = warm * self.milieu.circulation
        self.fatigue = tuple(
            advance(state, unit_use, duration_s, rates, hastening)
            for state, unit_use, rates in zip(self.fatigue, use, self.rates, strict=True)
        )
        worked = np.array(
            [float(p.force_share @ unit_use) for p, unit_use in zip(self.pools, use, strict=True)]
        )
        self.lost_command = lost_command(self.lost_command, worked, duration_s, self._central)
        self.spent_reflex = spent_reflex(self.spent_reflex, worked, duration_s, self._central)
        sent = np.zeros(3) if barrage is None else barrage
        self.habituation = habituation(self.habituation, sent, duration_s, self._central)
        rates_pps = unit_pps or tuple(np.zeros_like(unit_use) for unit_use in use)
        self.depression_mV = tuple(
            depressed(state, rate, duration_s, self._ends)
            for state, rate in zip(self.depression_mV, rates_pps, strict=True)
        )
        fades = np.exp(-duration_s / self._ends["pain_time_constant"])
        self.pain = self.pain * fades
        self.oral_reflex *= float(np.exp(-duration_s / self._ends["oral_reflex_time_constant"]))

    def tire_as(self, window: Window, duration_s: float, core_temperature_C: float) -> None:
        """Advance what is slow over `duration_s` in which all goes on as in `window`."""
        self.tire(window.use, duration_s, core_temperature_C, window.unit_pps, window.barrage)

    def relax_potassium(self, rate_pps: Table, duration_s: float) -> None:
        """Advance interstitial potassium over `duration_s` at a mean firing rate (3,)."""
        rest.relax_potassium(self.state, rate_pps, duration_s)

    def relax_endings(self, duration_s: float) -> None:
        """Let what impulses have left at endings, terminals and in the cord fade, without any."""
        rest.relax_without_impulses(self.state, duration_s)

    @property
    def training_mV(self) -> Table:
        """(3,) what training has added to the margins of each muscle."""
        return np.asarray(self._learnt_mV.sum(axis=0))

    def learn(self, muscle: int, dose: float) -> None:
        """Make the ends in a muscle harder to excite by a session's dose, in drive times seconds.

        Half of it is forgotten quickly and half slowly.
        """
        learnt = self._learnt_mV.copy()
        learnt[:, muscle] += 0.5 * self._ends["learning"] * dose
        self._learnt_mV = learnt

    def forget(self, days: float) -> None:
        """Let days without training pass."""
        constants = (self._ends["forgetting_fast"], self._ends["forgetting_slow"])
        self._learnt_mV = self._learnt_mV * np.exp(-days / np.array(constants))[:, None]

    def fit_slow_fatigue(self, use: tuple[Table, ...], duration_s: float, loss: float) -> None:
        """Make the longest usual run of `duration_s` at `use` cost the working units `loss`."""
        self.rates = tuple(
            replace(
                rates,
                slow_rate=slow_rate_for(
                    unit_use, pool.force_share, duration_s, loss, self._fatigue_values
                ),
            )
            for rates, unit_use, pool in zip(self.rates, use, self.pools, strict=True)
        )

    def slow_down_fatigue(self, factor: float) -> None:
        """Scale both fatigue rates: 1 leaves them, 0.8 is a calf that tires a fifth slower."""
        self.rates = tuple(
            replace(
                rates,
                slow_rate=rates.slow_rate * factor,
                fatigability=rates.fatigability * factor,
            )
            for rates in self.rates
        )

    def potassium_mM(self) -> Table:
        """(3,) interstitial potassium now."""
        return self.state.muscles[:, layout.POTASSIUM].copy()
