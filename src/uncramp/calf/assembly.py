"""From frozen parts to the arrays that the kernel works on."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uncramp.calf.motor_neurons import SUBSTEPS, MotorNeuronPool, chunk_rows
from uncramp.calf.muscle import HillMuscle
from uncramp.calf.terminals import TerminalLevel
from uncramp.kernels import layout
from uncramp.parameters import ParameterSet

Table = NDArray[np.float64]
LANES = layout.LANES
_GOLDEN = 0.5 * (math.sqrt(5.0) - 1.0)
_SILVER = math.sqrt(2.0) - 1.0
_LINE = 64  # bytes of a cache line


@dataclass
class LoopState:
    """Arrays of one calf; see `uncramp.kernels.loop.run_loop` for their shapes."""

    chunks: NDArray[np.float32]
    chunk_table: NDArray[np.int64]
    muscles: Table
    constants: Table
    shared: Table
    rings: Table
    delays: NDArray[np.int64]
    noise: NDArray[np.float32]
    common: NDArray[np.float32]
    levels: Table
    outs: NDArray[np.float32]
    substeps: int

    @property
    def n_units(self) -> int:
        """Motor units of all muscles."""
        return int(self.chunk_table[:, 1].sum())

    def copy(self) -> LoopState:
        """Independent arrays of the same content."""
        arrays = {
            name: aligned_copy(getattr(self, name))
            for name in self.__dataclass_fields__
            if name != "substeps"
        }
        return LoopState(**arrays, substeps=self.substeps)

    def clear_sums(self) -> None:
        """Begin a new window: every sum back to zero."""
        self.muscles[:, layout.SUM_IA : layout.SUM_MS + 1] = 0.0
        for row in (layout.SPIKES, layout.USE):
            self.chunks[:, row * LANES : (row + 1) * LANES] = 0.0

    def chunks_of(self, muscle: int) -> list[int]:
        """Indices of the chunks that hold the units of `muscle`, smallest units first."""
        return [int(ch) for ch in np.flatnonzero(self.chunk_table[:, 0] == muscle)]


def aligned_copy(array: NDArray[Any]) -> NDArray[Any]:
    """A copy that begins on a cache line of 64 bytes, where vector instructions like it."""
    room = np.empty(array.nbytes + _LINE, np.uint8)
    start = -room.ctypes.data % _LINE
    copy: NDArray[Any] = room[start : start + array.nbytes].view(array.dtype).reshape(array.shape)
    copy[...] = array
    return copy


def initial_state(
    pools: Sequence[MotorNeuronPool],
    muscles: Sequence[HillMuscle],
    parameters: ParameterSet,
    substeps: int = SUBSTEPS,
) -> LoopState:
    """A fresh, resting calf."""
    table = _chunk_table(pools)
    state = LoopState(
        chunks=aligned_copy(np.zeros((len(table), layout.N_ROWS * LANES), np.float32)),
        chunk_table=table,
        muscles=np.zeros((len(pools), layout.N_STATE)),
        constants=np.zeros((len(pools), layout.N_CONST)),
        shared=_shared(muscles, parameters),
        rings=np.zeros((layout.N_RINGS, layout.RING)),
        delays=_delays(parameters),
        noise=aligned_copy(np.zeros((len(table), 8 * LANES), np.float32)),
        common=np.zeros(8 * LANES, np.float32),
        levels=np.zeros((len(pools) + 1, 8)),
        outs=aligned_copy(np.zeros((len(table), layout.OUT), np.float32)),
        substeps=substeps,
    )
    # Lanes beyond the units are computed along with them and must stay finite.
    state.chunks[:, layout.G_SOMA * LANES : (layout.G_SOMA + 1) * LANES] = 1.0
    neurons = parameters.organ("motor_neurons")
    for k, pool in enumerate(pools):
        rows = chunk_rows(pool, neurons)
        rows[layout.STEP_OVER_C] = 1.0 / substeps / pool.capacitance_nF
        rows[layout.SINCE] = np.full(pool.n_units, 1e6)
        rows[layout.AXON] = evenly(pool.n_units, _SILVER)
        for row, values in rows.items():
            _scatter(state, k, row, values)
        _set_muscle(state, k, muscles[k], pool, parameters)
    return state


def largest_command(recruitment_span: float) -> float:
    """The largest voluntary command of a fresh cord: it recruits all units and drives them on."""
    return 1.0 + 1.6 * recruitment_span


def set_units(
    state: LoopState,
    k: int,
    force: Table,
    contraction_time_ms: Table,
    ahp_time_constant_ms: Table,
    twitch: float = 1.0,
) -> None:
    """Rows that fatigue and temperature change; all (n_units,), but for the size of a twitch."""
    _scatter(state, k, layout.FORCE, force)
    _scatter(state, k, layout.DECAY_TWITCH, np.exp(-1.0 / contraction_time_ms))
    _scatter(state, k, layout.RAMP_TWITCH, twitch / contraction_time_ms)
    _scatter(state, k, layout.DECAY_AHP, np.exp(-1.0 / state.substeps / ahp_time_constant_ms))


def set_gains(
    state: LoopState,
    k: int,
    parameters: ParameterSet,
    *,
    ia: float,
    ib: float,
    hold: float,
    quickening: float,
) -> None:
    """Gains of muscle `k` now: Ia and Ib multipliers, tonic excitation, speed of the gates."""
    spindle, organ = parameters.organ("spindle"), parameters.organ("tendon_organ")
    c = state.constants[k]
    c[layout.IA_GAIN] = spindle["primary_gain_bag1"]
    c[layout.IA2_GAIN] = spindle["primary_gain_static"]
    c[layout.II_GAIN] = spindle["secondary_gain"]
    c[layout.IA_BIAS] = ia
    c[layout.K_IB] = organ["effect"] * ib
    c[layout.HOLD] = hold
    tau_ms = parameters.value("motor_neurons.pic_time_constant") / quickening
    c[layout.PIC_KEEP] = math.exp(-1.0 / tau_ms)


def set_terminals(
    state: LoopState, k: int, margin_mV: Table, level: TerminalLevel, ending_threshold_mV: float
) -> None:
    """Margins of the axon terminals of muscle `k`, (n_units,), and what moves their level.

    A margin that impulses have raised stays raised by as much.
    """
    before = unit_row(state, k, layout.MARGIN_REST)
    tired = unit_row(state, k, layout.MARGIN) - before
    _scatter(state, k, layout.MARGIN_REST, margin_mV)
    _scatter(state, k, layout.MARGIN, margin_mV + tired)
    c = state.constants[k]
    c[layout.LEVEL_SHIFT] = level.shift_mV
    c[layout.SODIUM_TERM] = level.sodium_term_mM
    c[layout.REST_TERM] = level.rest_term_mM
    c[layout.ENDING_THRESHOLD] = ending_threshold_mV


def rest_terminals(state: LoopState, k: int, keep: float) -> None:
    """Bring the margins of muscle `k` back to rest but for a share `keep` of the way."""
    rest = unit_row(state, k, layout.MARGIN_REST)
    tired = unit_row(state, k, layout.MARGIN) - rest
    _scatter(state, k, layout.MARGIN, rest + keep * tired)


def cut_nerve(state: LoopState) -> None:
    """Nothing reaches the motor neurons; the ends of their axons are left to themselves."""
    spinal = [
        *(layout.K_IA, layout.K_II, layout.K_IB, layout.HOLD, layout.ENDING_GAIN),
        *(layout.M_REST, layout.M_DRIVE),
    ]
    state.constants[:, spinal] = 0.0
    weight = slice(layout.WEIGHT * LANES, (layout.WEIGHT + 1) * LANES)
    state.chunks[:, weight] = 0.0


def join_nerve(
    state: LoopState, pools: Sequence[MotorNeuronPool], parameters: ParameterSet
) -> None:
    """Undo `cut_nerve`, but for what `set_gains` and settling set anew."""
    for k, pool in enumerate(pools):
        _scatter(state, k, layout.WEIGHT, pool.weight_nA)
        values = {**_spinal_cord(pool, parameters), **_regions(parameters)}
        for column in (layout.K_IA, layout.K_II, layout.M_DRIVE, layout.ENDING_GAIN):
            state.constants[k, column] = values[column]


def unit_row(state: LoopState, k: int, row: int) -> Table:
    """A row of the buffers of muscle `k`, (n_units,)."""
    start = row * LANES
    parts = [
        state.chunks[ch, start : start + int(state.chunk_table[ch, 1])] for ch in state.chunks_of(k)
    ]
    return np.concatenate(parts).astype(np.float64)


def evenly(n_units: int, step: float = _GOLDEN) -> Table:
    """(n_units,) numbers spread evenly over (0, 1), unrelated to the size of the units.

    Another irrational `step` gives numbers unrelated to the first ones.
    """
    return np.asarray((np.arange(n_units) * step + 0.5) % 1.0)


def unit_use(state: LoopState, k: int, n_ms: int) -> Table:
    """Mean relative force of every unit of muscle `k` in the last window, (n_units,)."""
    return unit_row(state, k, layout.USE) / n_ms


def _chunk_table(pools: Sequence[MotorNeuronPool]) -> NDArray[np.int64]:
    """Rows (muscle, units, first unit, thread): pools cut into chunks of at most `LANES` units.

    All but the last chunk of a pool hold a multiple of `PAD`, so that few lanes are computed in
    vain and unit i of the pool lies in region i mod 4 whatever its chunk.
    """
    rows: list[tuple[int, int, int, int]] = []
    first = 0
    for k, pool in enumerate(pools):
        n_chunks = -(-pool.n_units // LANES)
        each = layout.PAD * -(-pool.n_units // (n_chunks * layout.PAD))
        starts = range(0, pool.n_units, each)
        rows += [(k, min(each, pool.n_units - start), first + start, 0) for start in starts]
        first += pool.n_units
    return np.array(rows, np.int64)


def _scatter(state: LoopState, k: int, row: int, values: Table) -> None:
    """Write one value per unit of muscle `k` into `row` of its chunks."""
    start = 0
    for ch in state.chunks_of(k):
        n = int(state.chunk_table[ch, 1])
        state.chunks[ch, row * LANES : row * LANES + n] = values[start : start + n]
        start += n


def _shared(muscles: Sequence[HillMuscle], parameters: ParameterSet) -> Table:
    shared = np.zeros(layout.N_SHARED)
    shared[layout.FREE_SLACK] = parameters.value("muscle.free_tendon_length")
    shared[layout.FREE_F_MAX] = sum(muscle.max_isometric_force_N for muscle in muscles)
    return shared


def _delays(parameters: ParameterSet) -> NDArray[np.int64]:
    keys = ("spindle.delay", "spindle.secondary_delay", "tendon_organ.delay")
    for key in keys:
        if parameters.value(key) < layout.LEAST_DELAY_MS:
            raise ValueError(
                f"{key} is below {layout.LEAST_DELAY_MS} ms, the least the loop can do"
            )
    return np.array([round(parameters.value(key)) for key in keys], np.int64)


def _filter(time_constant: float, sd: float) -> tuple[float, float]:
    """(keep, step) of a first-order filter of uniform noise with standard deviation `sd`.

    The time constant is in steps: ms, or blocks of 8 ms.
    """
    keep = math.exp(-1.0 / time_constant)
    return keep, sd * math.sqrt(12.0 * (1.0 - keep * keep))


def _set_muscle(
    state: LoopState, k: int, muscle: HillMuscle, pool: MotorNeuronPool, parameters: ParameterSet
) -> None:
    """State and constants of muscle `k` at rest."""
    neurons, spindle = parameters.organ("motor_neurons"), parameters.organ("spindle")
    m, c = state.muscles[k], state.constants[k]
    m[layout.FIBRE] = muscle.optimal_length_m
    for column in (layout.BAG1_POLAR, layout.BAG2_POLAR, layout.CHAIN_POLAR):
        m[column] = 1.0 - spindle["sensory_rest_length"]
    potassium_mM = parameters.value("milieu.potassium_rest")
    m[layout.POTASSIUM] = potassium_mM
    m[layout.REGION_K : layout.REGION_K + layout.REGIONS] = potassium_mM
    m[layout.COMMAND] = 1.5
    m[layout.SILENT_MS] = 0.0
    m[layout.RELEASE] = 1.0
    values = {
        **_mechanics(muscle, parameters),
        **_spinal_cord(pool, parameters),
        **_endings(parameters),
        **_regions(parameters),
        **_potentiation(parameters.organ(muscle.name)),
    }
    for column, value in values.items():
        c[column] = value
    c[layout.NOISE_KEEP], c[layout.NOISE_STEP] = _filter(
        neurons["noise_time_constant"], neurons["noise"]
    )
    ends = parameters.organ("motor_terminals")
    blocks = 1000.0 * ends["ending_flicker_time"] / layout.BLOCK_MS
    c[layout.FLICKER_KEEP], c[layout.FLICKER_STEP] = _filter(blocks, ends["ending_flicker"])
    c[layout.COMMON_KEEP], c[layout.COMMON_STEP] = _filter(
        neurons["common_noise_time_constant"], neurons["common_noise"]
    )


def _mechanics(muscle: HillMuscle, parameters: ParameterSet) -> dict[int, float]:
    shared, own = parameters.organ("muscle"), parameters.organ(muscle.name)
    length = muscle.optimal_length_m
    return {
        layout.F_MAX: muscle.max_isometric_force_N,
        layout.L_OPT: length,
        layout.L_SLACK: muscle.tendon_slack_m,
        layout.WIDTH: muscle.fibre_height_m,
        layout.V_MAX: shared["max_shortening_velocity"] * length,
        layout.DAMPING: shared["fibre_damping"],
        layout.TENDON_STRAIN: shared["tendon_strain"],
        layout.PASSIVE_TOE: own["passive_toe"],
        layout.PASSIVE_TOE_LENGTH: own["passive_toe_length"],
        layout.PASSIVE_CURVE: own["passive_curve"],
        layout.PASSIVE_LENGTH: own["passive_length"],
        layout.RESTING_TENSION: shared["resting_tension"],
        layout.FASCICLE_SLACK: shared["fascicle_slack"],
    }


def _spinal_cord(pool: MotorNeuronPool, parameters: ParameterSet) -> dict[int, float]:
    neurons, spindle = parameters.organ("motor_neurons"), parameters.organ("spindle")
    organ, terminals = parameters.organ("tendon_organ"), parameters.organ("terminals")
    return {
        layout.M_REST: neurons["pic_level_rest"],
        layout.M_DRIVE: neurons["pic_level_drive"],
        layout.M_SCALE: neurons["pic_level_scale"],
        layout.M_DECAY: math.exp(-1e-3 / neurons["pic_level_time_constant"]),
        layout.K_IA: spindle["primary_effect"],
        layout.K_II: spindle["secondary_effect"],
        layout.K_RECIPROCAL: organ["reciprocal_effect"],
        layout.GATE_SHORT: organ["gate_short"],
        layout.GATE_LONG: organ["gate_long"],
        layout.GATE_MIN: organ["gate_min"],
        layout.IB_DRIVE_GATE: organ["drive_gate"],
        layout.IB_KEEP: math.exp(-1.0 / organ["interneuron_time_constant"]),
        layout.REFERENCE_UNITS: pool.n_units,
        layout.RELEASE_USE: terminals["use"],
        layout.RELEASE_REFILL: 1.0 / terminals["recovery"],
        layout.SHORT_DRIVE_LOSS: neurons["short_drive_loss"],
        layout.K_RENSHAW: neurons["recurrent_effect"],
        layout.RENSHAW_KEEP: math.exp(-1.0 / neurons["recurrent_time_constant"]),
        layout.COMMAND_MAX: largest_command(neurons["recruitment_span"]),
        layout.ANSWERED: 1.0,
    }


def _endings(parameters: ParameterSet) -> dict[int, float]:
    spindle, organ = parameters.organ("spindle"), parameters.organ("tendon_organ")
    ions = parameters.organ("milieu")
    return {
        layout.GAMMA_DYNAMIC: spindle["gamma_dynamic_rest"],
        layout.GAMMA_STATIC: spindle["gamma_static_rest"],
        layout.GAMMA_LINK: spindle["gamma_link"],
        layout.K_PLASMA: ions["potassium_rest"],
        layout.K_CLEAR: ions["potassium_clearance"],
        layout.ORGAN_GAIN: organ["gain"],
        layout.ORGAN_SCALE: organ["scale"],
    }


def _regions(parameters: ParameterSet) -> dict[int, float]:
    """Potassium, terminals and endings of the regions of a muscle."""
    ions, ends = parameters.organ("milieu"), parameters.organ("motor_terminals")
    after_ms = 1000.0 * ends["after_time_constant"]
    return {
        layout.K_PUMP: ions["potassium_pump"],
        layout.K_SPREAD: ions["potassium_spread"],
        layout.AFTER_STEP: 1000.0 * ends["after_depolarisation"] / after_ms,
        layout.AFTER_KEEP: math.exp(-1.0 / after_ms),
        layout.LEVEL_LENGTH: ends["length_effect"],
        layout.LEVEL_AT: ends["length_reference"],
        layout.ECTOPIC_GAIN: ends["ectopic_gain"],
        layout.ECTOPIC_MAX: ends["ectopic_max"],
        layout.ECTOPIC_TIRING: ends["ectopic_tiring"],
        layout.ECTOPIC_RECOVERY: _share_per_block(ends["ectopic_recovery"]),
        layout.ENDING_SOFTNESS: ends["ending_softness"],
        layout.ENDING_GAIN: ends["ending_gain"],
        layout.ENDING_MAX: ends["ending_max"],
        layout.M_BARRAGE: ends["ending_monoamine"],
        layout.PRESYNAPTIC: ends["presynaptic_inhibition"],
        layout.ENDING_RISE: _share_per_block(ends["ending_rise"]),
        layout.ENDING_FALL: _share_per_block(ends["ending_fall"]),
    }


def _potentiation(own: Mapping[str, float]) -> dict[int, float]:
    return {
        layout.POTENTIATION_MAX: own["potentiation"],
        layout.POTENTIATION_BUILD: own["potentiation_build"],
        layout.POTENTIATION_KEEP: math.exp(-1e-3 / own["potentiation_decay"]),
    }


def _share_per_block(time_constant_s: float) -> float:
    """Share of the way that a first-order process goes in one block of the loop."""
    return 1.0 - math.exp(-layout.BLOCK_MS * 1e-3 / time_constant_s)
