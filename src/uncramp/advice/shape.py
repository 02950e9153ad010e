"""The weeks until the race before anything is scheduled: which build, lighten, taper, restart."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from uncramp.advice.exercises import phase_gate, phases, plyometric_gate, plyometric_levels
from uncramp.advice.load import DAYS, monday
from uncramp.advice.plan import CurrentLevel, Race, WeekKind, Wishes
from uncramp.advice.progression import number, whole

_EARLY_IN_WEEK = 2  # a race up to Wednesday makes the week before it the race week
_EPS = 1e-9
_S_PER_H = 3600.0
_MOSTLY = 4  # days that make a first week count as one of strength work


@dataclass(frozen=True, slots=True)
class Quiet:
    """Days on which something is forbidden because of a cramp or soreness.

    Attributes
    ----------
    calm_until
        First day on which hard runs, jumps and growth are allowed again; None for no limit.
    rest_until
        The same for strength work.
    """

    calm_until: date | None = None
    rest_until: date | None = None

    def calm(self, day: date) -> bool:
        """Whether hard runs and jumps are forbidden on `day`."""
        return self.calm_until is not None and day < self.calm_until

    def rest(self, day: date) -> bool:
        """Whether strength work is forbidden on `day`."""
        return self.rest_until is not None and day < self.rest_until


@dataclass(frozen=True, slots=True)
class WeekShape:
    """One week to be scheduled.

    Attributes
    ----------
    days
        Days to be planned: from the day the plan is made to the day before the race.
    run_days
        Those on which running is possible.
    n_free
        Days of every whole week on which running is possible.
    long_day
        Day of the long run, one of `run_days`; None for a week without.
    share
        Largest distance over the peak week (taper) or the level (restart); None for no such limit.
    phase, phase_week
        Of the calf programme; the week within the phase.
    jump_level
        0 for no jumps.
    """

    index: int
    start: date
    kind: WeekKind
    days: tuple[date, ...]
    run_days: tuple[date, ...]
    n_free: int
    long_day: date | None
    share: float | None
    phase: int
    phase_week: int
    n_strength: int
    jump_level: int
    n_jumps: int

    @property
    def full(self) -> bool:
        """Whether all seven days are planned."""
        return len(self.days) == DAYS


@dataclass(frozen=True, slots=True)
class Start:
    """What the plan starts from.

    Attributes
    ----------
    level
        Weekly and longest distance, gap.
    recent
        Runs of the last 30 days: day → longest, km; pseudo-runs of what was told instead.
    done_km
        Run already in the week the plan begins in.
    demanding_yesterday
        Whether the day before was a hard or long one.
    strength_yesterday, jumps_yesterday
        Whether the day before held calf strength or jumps.
    phase, phase_week
        Where the calf programme stands.
    raises
        Calf raises on one leg, counted or expected today; None where nobody counted.
    jump_level
        Last level of jumps done, 0 for none.
    restart_kept, restart_of
        When planning again within a restart: its weeks that are over, and those that are not; week
        and run, km, that it is measured by.
    weeks_behind, peak
        When planning again: weeks of the plan that are over; distance and long run, km, of the
        last of them that was no lighter one.
    done, done_hard_km
        Sessions of each kind done in the week the plan begins in, None where that is not known;
        hard kilometres among them.
    """

    day: date
    level: CurrentLevel
    recent: Mapping[date, float]
    done_km: float = 0.0
    demanding_yesterday: bool = False
    strength_yesterday: bool = False
    jumps_yesterday: bool = False
    phase: int = 1
    phase_week: int = 0
    raises: float | None = None
    jump_level: int = 0
    quiet: Quiet = Quiet()
    done: Mapping[str, int] | None = None
    done_hard_km: float = 0.0
    restart_kept: tuple[int, int] = (0, 0)
    restart_of: tuple[float, float] = (0.0, 0.0)
    weeks_behind: int = 0
    peak: tuple[float, float] | None = None

    @property
    def restart_weeks(self) -> int:
        """Weeks of restart from now on, 0 without a gap."""
        return self.new_restart_weeks or self.restart_kept[1]

    @property
    def new_restart_weeks(self) -> int:
        """Weeks of a restart that begins now, 0 without a gap."""
        gap = self.level.gap_days
        if gap is None or gap < whole("gap") or self.lost:
            return 0
        return whole("restart_weeks") * (2 if gap >= whole("long_gap") else 1)

    @property
    def lost(self) -> bool:
        """Whether the gap is so long that one begins anew."""
        return self.level.gap_days is not None and self.level.gap_days >= whole("lost_gap")

    @property
    def weekly_km(self) -> float:
        """The week that the first weeks are measured by: no less than one run of the last month.

        Of a race longer than any training run only so much counts: one ultramarathon is no level.
        """
        known = 0.0 if self.lost else self.level.weekly_km
        most = number("long_run_most") * _S_PER_H / self.easy_pace_s_per_km()
        return max(
            known, number("starting_week"), min(max(self.recent.values(), default=0.0), most)
        )

    def easy_pace_s_per_km(self) -> float:
        """Easy pace; assumed where it is not known."""
        return self.level.easy_pace_s_per_km or number("easy_pace")


def taper_shares(race: Race, n_weeks: int) -> list[float]:
    """Shares of the peak week for the last weeks, the race week last."""
    shares = [number(f"taper_share_{i}") for i in (3, 2, 1)]
    if race.distance_km < number("short_taper_from"):
        shares = shares[2:]
    elif race.distance_km < number("long_taper_from"):
        shares = shares[1:]
    most = max(1, n_weeks // 3)
    if race.date.weekday() <= _EARLY_IN_WEEK:  # the week of the race has hardly a day before it
        shares.append(shares[-1])
        most += 1
    return shares[-most:]


def week_kinds(
    start: Start, race: Race, kept: Mapping[date, WeekKind] | None = None
) -> list[WeekKind]:
    """The kind of every week; `kept` are those of a plan that is changed as little as possible."""
    first, last = monday(start.day), monday(race.date)
    n = (last - first).days // DAYS + 1
    n_taper = min(len(taper_shares(race, n + start.weeks_behind)), n)
    restart = min(start.restart_weeks, max(n - n_taper, 0))
    kinds: list[WeekKind] = []
    for i in range(n):
        before = (kept or {}).get(first + timedelta(days=DAYS * i))
        every = whole("cutback_every")
        light = (i - restart) % every == every - 1 and i + 1 < n - n_taper
        if i == n - 1:
            kinds.append("race")
        elif i >= n - n_taper:
            kinds.append("taper")
        elif i < restart:
            kinds.append("restart")
        elif before in ("build", "cutback") and not start.new_restart_weeks:
            kinds.append(before)
        else:
            kinds.append("cutback" if light else "build")
    return kinds


def shaped(
    start: Start, race: Race, wishes: Wishes, kept: Mapping[date, WeekKind] | None = None
) -> list[WeekShape]:
    """The weeks from the day of the plan to the race."""
    kinds = week_kinds(start, race, kept)
    shares = taper_shares(race, len(kinds) + start.weeks_behind)
    clock = _Clock(start.phase, start.phase_week, start.jump_level, start.raises)
    weeks = []
    for i, kind in enumerate(kinds):
        monday_ = monday(start.day) + timedelta(days=DAYS * i)
        days = tuple(
            day
            for day in (monday_ + timedelta(days=k) for k in range(DAYS))
            if start.day <= day < race.date
        )
        eve = race.date - timedelta(days=1)
        run_days = tuple(day for day in days if day.weekday() in wishes.days and day != eve)
        share = None
        if kind in ("taper", "race"):
            share = shares[i - len(kinds)] if len(kinds) - i <= len(shares) else None
        elif kind == "restart":
            low = number("restart_share")
            over = 0 if start.new_restart_weeks else start.restart_kept[0]
            share = low + (1.0 - low) * (over + i) / (over + start.restart_weeks)
        weeks.append(
            clock.week(
                WeekShape(
                    index=i,
                    start=monday_,
                    kind=kind,
                    days=days,
                    run_days=run_days,
                    n_free=len(wishes.days),
                    long_day=_long_day(run_days, start, race, wishes, kind),
                    share=share,
                    phase=0,
                    phase_week=0,
                    n_strength=0,
                    jump_level=0,
                    n_jumps=0,
                ),
                start.quiet,
                race,
                start.done if i == 0 else None,
            )
        )
    return weeks


def _long_day(
    run_days: Sequence[date], start: Start, race: Race, wishes: Wishes, kind: WeekKind
) -> date | None:
    if kind == "race":
        return None
    spacing = timedelta(days=whole("hard_spacing"))
    for day in run_days:
        if day.weekday() != wishes.long_day or race.date - day < spacing:
            continue
        if start.demanding_yesterday and day - start.day < spacing - timedelta(days=1):
            continue
        return day
    return None


class _Clock:
    """Counts the weeks of calf programme and jumps while the weeks are laid out.

    The gate of the jumps is a hard rule: without a count of calf raises it stays shut, with one it
    opens in the week in which the count, and what the programme adds to it, is expected to do.
    """

    def __init__(self, phase: int, phase_week: int, jump_level: int, raises: float | None) -> None:
        self.phase, self.phase_week, self.jump_level = phase, phase_week, jump_level
        self.raises = raises

    def week(
        self, shape: WeekShape, quiet: Quiet, race: Race, done: Mapping[str, int] | None
    ) -> WeekShape:
        """The week with its dose of strength and jumps; the clock goes on."""
        able = [day for day in shape.days if _strength_day(day, quiet, race)]
        per_week = phase_gate(self.phase).per_week[0]
        light = shape.kind in ("taper", "race")
        wanted = 1 if light else round(per_week * len(able) / DAYS)
        if done is not None:
            wanted = max((1 if light else per_week) - done.get("strength", 0), 0)
        n_strength = min(wanted, (len(able) + 1) // 2)
        entered = self.phase_week > 0 or n_strength > 0  # of the phase something is done first
        open_ = gate_opens(self.phase, self.raises) and shape.kind in ("build", "cutback")
        open_ = open_ and (entered or self.phase > plyometric_gate().phase)
        jump_days = [day for day in shape.days if not quiet.calm(day)]
        jump_level = n_jumps = 0
        if open_ and jump_days:
            levels = plyometric_levels()
            grow = shape.kind == "build" and len(jump_days) >= _MOSTLY
            jumped = (done or {}).get("plyometrics", 0)
            grow = grow and not jumped
            jump_level = min(max(self.jump_level + grow, 1), len(levels))
            per = levels[jump_level - 1].per_week
            n_jumps = 1 if shape.kind == "cutback" else min(per, (len(jump_days) + 2) // 3)
            if done is not None:
                per = 1 if shape.kind == "cutback" else per
                n_jumps = min(max(per - jumped, 0), (len(jump_days) + 1) // 2)
            self.jump_level = jump_level
        shaped_week = replace(
            shape,
            phase=self.phase,
            phase_week=self.phase_week,
            n_strength=n_strength,
            jump_level=jump_level,
            n_jumps=n_jumps,
        )
        if (done is not None or len(able) >= _MOSTLY) and not light:
            self._tick()
        return shaped_week

    def _tick(self) -> None:
        if self.raises is not None:
            self.raises += number("raises_gain")
        self.phase, self.phase_week = next_phase_week(self.phase, self.phase_week, self.raises)


def gate_opens(phase: int, raises: float | None) -> bool:
    """Whether jumps may be planned with so many raises counted or expected."""
    return plyometric_gate().opens(phase, None if raises is None else math.floor(raises + _EPS))


def next_phase_week(phase: int, phase_week: int, raises: float | None = None) -> tuple[int, int]:
    """Phase and week within it after one more week of strength work.

    A phase lasts its weeks, and longer while the raises expected are too few for its gate; where
    nobody counted, the gate is left to the test in the session.
    """
    gate = phase_gate(phase)
    early = phase_week + 1 < gate.weeks or phase == phases()[-1].phase
    if early or (raises is not None and raises + _EPS < gate.raises_needed):
        return phase, phase_week + 1
    return phase + 1, 0


def _strength_day(day: date, quiet: Quiet, race: Race) -> bool:
    return (race.date - day).days > whole("strength_race") and not quiet.rest(day)


def may_strengthen(day: date, quiet: Quiet, race: Race) -> bool:
    """Whether strength work is allowed on `day`."""
    return _strength_day(day, quiet, race)


def may_jump(day: date, quiet: Quiet, race: Race) -> bool:
    """Whether jumps are allowed on `day`."""
    return (race.date - day).days > whole("plyometrics_race") and not quiet.calm(day)
