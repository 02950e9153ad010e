"""What ends a cramp of the simulated calf: the claims, as they come out of the loop."""

from __future__ import annotations

import numpy as np
import pytest

from uncramp import bibliography
from uncramp.calf import MUSCLES, Calf
from uncramp.experiments import relief
from uncramp.experiments.relief import GROUPS, ReliefTable, Trial, all_means, run_relief
from uncramp.parameters import load_parameters

N_CALVES = 3
SEED = 3
WATCH_S = 60.0


@pytest.fixture(scope="module")
def steps() -> list[tuple[int, int]]:
    return []


@pytest.fixture(scope="module")
def table(steps: list[tuple[int, int]]) -> ReliefTable:
    progress = lambda *step: steps.append(step)  # noqa: E731
    return run_relief(N_CALVES, SEED, watch_s=WATCH_S, n_threads=2, on_progress=progress)


def times_s(table: ReliefTable, muscle: str, means: str) -> np.ndarray:
    return np.array([trial.over_s for trial in table.row(muscle, means).trials])


def ratio(table: ReliefTable, muscle: str, means: str) -> np.ndarray:
    """Time until the cramp was over, to the same calf left alone."""
    return times_s(table, muscle, means) / times_s(table, muscle, "none")


def peaks(table: ReliefTable, muscle: str, means: str, signal: str) -> np.ndarray:
    return np.array([getattr(t, signal).max() for t in table.row(muscle, means).trials])


def test_every_means_has_its_sources() -> None:
    assert {means.id for means in all_means()} >= {"none", "gentle", "fast", "bent", "pickle"}
    for means in all_means():
        assert means.expected in {"shorter", "unchanged", "unknown", "lasting"}
        assert set(means.sources) <= set(bibliography.entries())


def test_every_simulated_means_has_every_calf(table: ReliefTable) -> None:
    for row in table.rows:
        assert len(row.trials) == (N_CALVES if row.means.simulated else 0)
    assert table.n_cramps == dict.fromkeys(GROUPS, N_CALVES)
    assert all(table.n_tried[muscle] >= N_CALVES for muscle in GROUPS)


def test_an_untreated_cramp_lasts(table: ReliefTable) -> None:
    """Seconds to minutes, as in people; never over before it is looked at."""
    for muscle in GROUPS:
        assert times_s(table, muscle, "none").min() > 3.0
        for trial in table.row(muscle, "none").trials:
            assert trial.firing[0] >= 0.15
            assert not trial.ended or trial.firing[-1] < 0.15


@pytest.mark.parametrize("muscle", GROUPS)
def test_an_untreated_cramp_lets_go_by_itself(muscle: str) -> None:
    """Within the 40 to 180 s of people: the median of five calves, in the muscle that cramped."""
    left = relief.all_means()[0].lasts_s
    lasted_s = []
    for index in range(5):
        rng = np.random.default_rng([SEED, index])
        parameters = load_parameters("cramp_prone").draw(rng)
        calf = relief.tired_calf(parameters, int(rng.integers(2**62)))
        now_ms = relief.provoke(calf, muscle)
        if relief.is_cramping(calf, muscle, now_ms):
            alone = relief._treatment("none", calf)
            trial = relief._watched(calf, muscle, alone, now_ms, 240.0)
            firing = np.flatnonzero(trial.firing >= calf.rule.cramp_share)
            lasted_s.append((firing[-1] + 1) * relief.RECORD_MS / 1000.0)
    assert len(lasted_s) >= 3
    assert left[0] < np.median(lasted_s) < left[1]


@pytest.mark.parametrize("muscle", GROUPS)
def test_a_gentle_stretch_shortens_a_cramp(table: ReliefTable, muscle: str) -> None:
    """The median calf by much; in none does it last longer, and what is left is smaller."""
    assert np.median(ratio(table, muscle, "gentle")) < 0.6
    assert ratio(table, muscle, "gentle").max() <= 1.0
    rows = (table.row(muscle, name).trials for name in ("gentle", "none"))
    for stretched, left_alone in zip(*rows, strict=True):
        n = min(len(stretched.firing), len(left_alone.firing))
        assert stretched.firing[n - 1] < left_alone.firing[n - 1]


def test_the_gastrocnemius_needs_a_straight_knee(table: ReliefTable) -> None:
    bent, straight = (ratio(table, "gastrocnemius", name) for name in ("bent", "gentle"))
    assert np.median(bent) > 0.6
    assert np.median(straight) < 0.7 * np.median(bent)
    assert (straight <= bent).all()


def test_for_the_soleus_a_bent_knee_is_enough(table: ReliefTable) -> None:
    bent, straight = (times_s(table, "soleus", name) for name in ("bent", "gentle"))
    assert np.median(ratio(table, "soleus", "bent")) < 0.6
    assert bent == pytest.approx(straight, rel=0.2, abs=0.5)


@pytest.mark.parametrize(("muscle", "burst"), [("gastrocnemius", 1.05), ("soleus", 0.97)])
def test_a_jerk_pulls_harder_than_a_gentle_stretch(
    table: ReliefTable, muscle: str, burst: float
) -> None:
    """More pull; a larger burst of the spindles where a whole head is drawn out by it."""
    for signal, factor in (("force_N", 1.5), ("ia_pps", burst)):
        jerk, gentle = (peaks(table, muscle, name, signal) for name in ("fast", "gentle"))
        assert np.median(jerk / gentle) > factor, signal
    assert (
        peaks(table, muscle, "fast", "force_N") > peaks(table, muscle, "gentle", "force_N")
    ).all()


@pytest.mark.parametrize("muscle", GROUPS)
def test_gentle_beats_bouncing(table: ReliefTable, muscle: str) -> None:
    """In time until it is over and stays so, calf by calf, and in pull on the tendon."""
    gentle, bounce = (times_s(table, muscle, name) for name in ("gentle", "bounce"))
    assert (gentle < 0.5 * bounce).all()
    pulls = [peaks(table, muscle, name, "force_N") for name in ("gentle", "bounce")]
    assert (pulls[0] < pulls[1]).all()


@pytest.mark.parametrize("muscle", GROUPS)
@pytest.mark.xfail(strict=True, reason="the foot arrives sooner by a jerk, and that silences")
def test_gentle_beats_a_held_jerk_from_the_first_movement(table: ReliefTable, muscle: str) -> None:
    gentle, fast = (times_s(table, muscle, name) for name in ("gentle", "fast"))
    assert np.median(gentle) < np.median(fast)


@pytest.mark.parametrize("muscle", GROUPS)
def test_gentle_beats_a_held_jerk_from_where_the_foot_arrives(
    table: ReliefTable, muscle: str
) -> None:
    gentle, fast = (
        np.median([trial.after_arrival_s for trial in table.row(muscle, name).trials])
        for name in ("gentle", "fast")
    )
    assert gentle < fast


def test_bouncing_goes_to_and_fro_without_a_jump() -> None:
    """Half a second at each end, one bounce a second; what follows begins where it ends."""
    parameters = load_parameters()
    far, near = relief.Posture(15.0, 0.0), relief.Posture(-30.0, 0.0)
    length = relief.inputs.bounces(far, near, 300.0, 1.0, parameters)[0]
    held = [relief.inputs.hold(at, 0.001, parameters)[0, 0] for at in (far, near)]
    assert length.shape == (1000,)
    assert (np.isclose(length, held[0])).sum() == pytest.approx(350, abs=3)
    assert (np.isclose(length, held[1])).sum() == pytest.approx(350, abs=3)
    step = np.abs(np.diff(np.append(length, length[0])))
    assert step.max() < 1.6 * abs(held[0] - held[1]) / 150
    with pytest.raises(ValueError, match="do not reach"):
        relief.inputs.bounces(far, near, 50.0, 1.0, parameters)


@pytest.mark.parametrize("muscle", GROUPS)
def test_a_drink_does_nothing(table: ReliefTable, muscle: str) -> None:
    assert ratio(table, muscle, "drink") == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize("muscle", GROUPS)
def test_a_sip_that_calms_the_cord_never_prolongs_a_cramp(table: ReliefTable, muscle: str) -> None:
    assert (ratio(table, muscle, "pickle") <= 1.0).all()
    for sip, none in zip(
        table.row(muscle, "pickle").trials, table.row(muscle, "none").trials, strict=True
    ):
        assert not np.array_equal(sip.ib_pps, none.ib_pps)


@pytest.mark.parametrize("muscle", GROUPS)
def test_a_raster_falls_silent_with_the_share_of_units_firing(
    table: ReliefTable, muscle: str
) -> None:
    """Every unit has its row; after the cramp is over few impulses are left."""
    (first, *_), (still, *_) = (table.row(muscle, name).trials for name in ("fast", "none"))
    assert first.over_s < 0.5 * relief.RASTER_S, "the raster must reach beyond the cramp"
    n_units = round(load_parameters().value(f"{GROUPS[muscle][0]}.n_units"))
    assert len(first.spikes_ms) == len(still.spikes_ms) == n_units
    late = [
        sum((unit > 1000.0 * first.over_s + 250.0).sum() for unit in one.spikes_ms)
        for one in (first, still)
    ]
    assert late[0] < 0.2 * late[1]


@pytest.mark.parametrize("muscle", GROUPS)
def test_stretch_works_without_spindles_and_tendon_organs_too(
    table: ReliefTable, muscle: str
) -> None:
    """Bertolasi 1993: also beyond a nerve block. What afferents do comes on top of it."""
    cut, whole = (np.median(ratio(table, muscle, name)) for name in ("cut", "gentle"))
    assert whole <= cut < 0.9


def test_the_same_seed_gives_the_same_calves_whatever_their_number_and_the_threads(
    table: ReliefTable,
) -> None:
    for row in run_relief(1, SEED, watch_s=WATCH_S, n_threads=1).rows:
        for first, same in zip(
            row.trials, table.row(row.muscle, row.means.id).trials, strict=False
        ):
            assert (first.firing == same.firing).all()


@pytest.mark.usefixtures("table")
def test_progress_ends_at_the_end(steps: list[tuple[int, int]]) -> None:
    assert steps[-1] == (2 * N_CALVES, 2 * N_CALVES)
    assert steps == sorted(steps)


def test_no_calves_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        run_relief(0)


@pytest.mark.parametrize(("ankle_deg", "cramps"), [(-30.0, True), (0.0, False)])
def test_a_rested_calf_cramps_when_short_only(
    monkeypatch: pytest.MonkeyPatch, ankle_deg: float, cramps: bool
) -> None:
    """Bertolasi 1993, rested volunteers: seven of ten with the calf short, none at its length."""
    monkeypatch.setattr(relief, "_pointed", lambda _: relief.Posture(ankle_deg, 0.0))
    calf = Calf(load_parameters("cramp_prone"), 70.0, 2)
    now_ms = relief.provoke(calf, "gastrocnemius")
    assert relief.is_cramping(calf, "gastrocnemius", now_ms) == cramps


def test_an_unending_cramp_is_not_called_ended() -> None:
    calf = relief.tired_calf(load_parameters("cramp_prone"), 2)
    record = np.ones((relief.layout.N_REC, 100))
    assert relief._last_discharge_s(record, calf) == 2.0
    quiet = record.copy()
    quiet[relief.layout.REC_FIRING : relief.layout.REC_FIRING + len(MUSCLES), 50:] = 0.0
    assert relief._last_discharge_s(quiet, calf) == 1.0
    trial = relief._measured(quiet, "soleus", 0.15, 1.0, True, 0.4)
    assert isinstance(trial, Trial)
    assert trial.after_arrival_s == pytest.approx(0.6)
    assert trial.other_units == 0.0  # the heads that fire do so from the beginning


def test_a_muscle_made_to_discharge_is_told_from_one_that_cramps_too() -> None:
    record = np.zeros((relief.layout.N_REC, 100))
    heads = slice(relief.layout.REC_FIRING, relief.layout.REC_FIRING + 2)
    record[heads] = 1.0
    record[relief.layout.REC_FIRING + 2, 40:] = 0.3
    assert relief._measured(record, "gastrocnemius", 0.15, 2.0, False, 0.4).other_units == 0.3
