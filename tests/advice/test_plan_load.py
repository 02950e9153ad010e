"""History and load: folders, tables, duplicates, gaps, unknown days, spikes."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from uncramp.activity import example_path
from uncramp.advice.gains import calf_gains
from uncramp.advice.history import History, HistoryError, Run, cleaned, read_history
from uncramp.advice.load import broken_counts, find_gaps, level_of, measured_load, monday
from uncramp.advice.progression import rules, training_parameters
from uncramp.bibliography import entries

SHARED = Path(__file__).parents[2] / ".." / "shared" / "activities"
MONDAY = date(2026, 3, 2)
real = pytest.mark.skipif(not SHARED.exists(), reason="the real files lie beside the repository")


def day(k: int) -> date:
    return MONDAY + timedelta(days=k)


def weeks_of(*kms: float, every: int = 2) -> History:
    return History(tuple(Run(day(every * i), km) for i, km in enumerate(kms)))


def test_every_number_and_rule_has_its_source() -> None:
    sources = {p.source for p in training_parameters().values()}
    sources |= {key for rule in rules().values() for key in rule.sources}
    assert sources <= set(entries())
    ours = [p for p in training_parameters().values() if p.source == "uncramp2026"]
    assert {p.kind for p in ours} == {"assumed"}
    assert "{" not in "".join(rule.title for rule in rules().values())


def test_the_labels_of_the_two_load_rules() -> None:
    assert (rules()["single_run"].evidence, rules()["single_run"].about) == (
        "moderate",
        "overuse injury, not cramp",
    )
    assert rules()["weekly_ten_percent"].evidence == "convention"


def test_weeks_longest_ramp_and_spikes() -> None:
    runs = [Run(day(7 * w + k), km) for w in range(4) for k, km in ((1, 8.0), (3, 8.0), (6, 12.0))]
    runs += [Run(day(29), 8.0), Run(day(34), 18.0)]
    load = measured_load(History(tuple(runs)), day(35))
    assert [week.distance_km for week in load.weeks] == [28.0, 28.0, 28.0, 28.0, 26.0]
    assert load.weeks[2].ramp == 1.0
    assert not load.weeks[0].known  # begins before the first run
    (spike,) = load.weeks[-1].broken
    assert spike.rule == "single_run"
    assert spike.ratio == pytest.approx(1.5)
    assert "1.52" in spike.text
    assert broken_counts(load) == {"single_run": 2, "weekly_ten_percent": 0}  # and the first week
    assert load.level.longest_km == 18.0
    assert load.level.weekly_km == pytest.approx((28 * 3 + 26) / 4, abs=0.1)


@pytest.mark.parametrize(("km", "hazard"), [(12.9, "1.64"), (15.5, "1.52"), (25.0, "2.28")])
def test_the_hazard_of_a_spike_is_that_of_its_size(km: float, hazard: str) -> None:
    load = measured_load(weeks_of(10.0, 10.0, 10.0, km), day(7))
    assert hazard in load.weeks[-1].broken[0].text


def test_exactly_ten_percent_breaks_nothing() -> None:
    load = measured_load(weeks_of(10.0, 11.0, 12.1), day(7))
    assert broken_counts(load)["single_run"] == 0


def test_rest_days_are_zero_and_gaps_are_unknown() -> None:
    rest = History((Run(day(0), 10.0), Run(day(13), 0.0), Run(day(26), 10.0)))
    assert find_gaps(rest.runs, day(27)) == ()
    gap = History((Run(day(0), 10.0), Run(day(26), 10.0)))
    (found,) = find_gaps(gap.runs, day(27))
    assert (found.days, found.after, found.before) == (25, day(0), day(26))
    load = measured_load(gap, day(28))
    assert [week.known for week in load.weeks] == [False, False, False, False]
    assert all(week.ramp is None for week in load.weeks)


def test_after_a_gap_the_level_is_that_before_it() -> None:
    runs = tuple(Run(day(k), 10.0) for k in range(0, 56, 2))
    level = level_of(History(runs), day(80))
    assert level.gap_days == 25
    assert level.weekly_km == pytest.approx(35.0, abs=3.0)
    assert level.longest_km == 10.0


def test_one_run_in_two_files_counts_once() -> None:
    start = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
    runs = [
        Run(day(0), 10.0, 3000.0, start, 3000.0, "watch.fit", 3000),
        Run(day(0), 10.1, 2990.0, start + timedelta(seconds=8), 2990.0, "phone.gpx", 600),
        Run(day(0), 5.0, 1500.0, start + timedelta(hours=9), 1500.0, "evening.fit", 1500),
    ]
    history = cleaned(runs)
    assert [run.name for run in history.runs] == ["watch.fit", "evening.fit"]
    assert "phone.gpx: the same run as watch.fit" in history.notes[0]


def test_a_drive_home_is_no_run() -> None:
    history = cleaned([Run(day(0), 61.33, 2288.0, name="car"), Run(day(1), 10.0, 3000.0)])
    assert len(history.runs) == 1
    assert "no run" in history.notes[0]


def test_a_folder_with_a_bad_file_is_read(tmp_path: Path) -> None:
    shutil.copy(example_path(), tmp_path / "one.fit")
    (tmp_path / "sub").mkdir()
    shutil.copy(example_path(), tmp_path / "sub" / "again.fit")
    (tmp_path / "bad.fit").write_bytes(b"\x0e\x10nonsense.FIT and more nonsense")
    (tmp_path / "page.gpx").write_text("<html>log in</html>")
    (tmp_path / "notes.txt").write_text("not looked at")
    seen: list[tuple[int, int]] = []
    history = read_history(tmp_path, UTC, lambda done, total: seen.append((done, total)))
    assert len(history.runs) == 1
    assert len(history.notes) == 3
    assert any("bad.fit" in note for note in history.notes)
    assert seen[-1] == (4, 4)


def test_a_table_with_bad_lines(tmp_path: Path) -> None:
    table = tmp_path / "runs.csv"
    table.write_text(
        "date,distance_km,duration_min,flag\n2026-03-02,10,50,\n2026-03-03,0,,\n"
        "2026-03-04,ten,50,\n2026-02-30,5,,\n2026-03-05,8,40,odd\n2026-03-06,-3,,\n"
        "2026-03-07,1e999,,\n"
    )
    history = read_history(table)
    assert [(run.day, run.distance_km) for run in history.runs] == [(day(0), 10.0), (day(1), 0.0)]
    assert len(history.notes) == 5
    assert history.runs[0].pace_s_per_km() == 300.0


@pytest.mark.parametrize(
    ("text", "words"),
    [("a,b\n1,2\n", "must name the columns"), ("date,distance_km\n", "no run"), ("", "columns")],
)
def test_what_is_no_table_of_runs(tmp_path: Path, text: str, words: str) -> None:
    table = tmp_path / "runs.csv"
    table.write_text(text)
    with pytest.raises(HistoryError, match=words):
        read_history(table)


def test_a_run_belongs_to_the_runner_s_day(tmp_path: Path) -> None:
    table = tmp_path / "runs.csv"
    table.write_text("start_utc,distance_km\n2026-03-28T23:30:00Z,10\n2026-03-29T00:30:00Z,8\n")
    berlin = read_history(table, ZoneInfo("Europe/Berlin"))
    assert [run.day.day for run in berlin.runs] == [29, 29]  # the clocks go forward at 2
    assert [run.day.day for run in read_history(table, UTC).runs] == [28, 29]


def test_no_such_place(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match="no such folder"):
        read_history(tmp_path / "none")


def test_gains_grow_and_level_off() -> None:
    gastrocnemius = [calf_gains(w)[0] for w in (0.0, 3.0, 6.0, 12.0, 24.0)]
    forces = [gain.force for gain in gastrocnemius]
    assert forces[0] == 1.0
    assert forces == sorted(forces)
    assert forces[3] == pytest.approx(1.10)
    assert forces[4] - forces[3] < forces[1] - forces[0]
    for gain in calf_gains(8.0):
        assert gain.force_80[0] < gain.force < gain.force_80[1]
        assert gain.fatigue_80[0] < gain.fatigue < gain.fatigue_80[1] < 1.0


@real
def test_ten_years_of_one_runner() -> None:
    history = read_history(SHARED / "longitudinal_runs_2012_2022.csv", UTC)
    assert len(history.runs) == 1344
    assert len(history.notes) == 9
    load = measured_load(history, date(2023, 1, 2))
    assert len(load.weeks) == 575
    assert len(load.gaps) == 33
    ultra = next(w for w in load.weeks if w.longest_km > 170.0)
    assert {b.rule for b in ultra.broken} == {"single_run", "weekly_ten_percent"}
    assert monday(ultra.start) == ultra.start


@real
def test_the_series_of_files_of_one_runner(tmp_path: Path) -> None:
    for path in sorted(SHARED.glob("series_*")):
        shutil.copy(path, tmp_path)
    history = read_history(tmp_path, UTC)
    load = measured_load(history, date(2021, 1, 4))
    assert len(history.runs) == 35
    assert load.level.longest_km == pytest.approx(12.2, abs=0.1)
    assert load.level.weekly_km == pytest.approx(8.4, abs=0.2)
