"""Text for intervals.icu: read back with the site's own rules for steps."""

from __future__ import annotations

import re
from datetime import date
from types import ModuleType

import pytest

from uncramp.advice.plan import Day, Session, Step
from uncramp.report.measures import Measures
from uncramp.report.plan_intervals import block_text, plan_intervals
from uncramp.report.plan_words import Block, blocks

STEP = re.compile(
    r"- (?:(?P<cue>.+?) )?(?:(?P<h>\d+)h)?(?:(?P<min>\d+)m(?P<rest>\d+)?|(?P<s>\d+)s|"
    r"(?P<far>[\d.]+)(?P<unit>km|mi))(?: (?P<slow>\d+:\d\d)(?:-(?P<fast>\d+:\d\d))?/(?:km|mi))?"
)


def read(text: str) -> list[tuple[int, float, str]]:
    """(repeats, length in m or negative s, pace) of each step."""
    found, repeats = [], 1
    for line in text.splitlines():
        if not line.startswith("-"):
            if line:
                match = re.search(r" (\d+)x$", line)
                repeats = int(match[1]) if match else 1
            continue
        step = STEP.fullmatch(line)
        assert step, line
        if step["far"]:
            length = float(step["far"]) * (1000.0 if step["unit"] == "km" else 1609.344)
        else:
            length = -(60.0 * int(step["min"] or 0) + int(step["rest"] or step["s"] or 0))
        pace = f"{step['slow']}-{step['fast']}" if step["fast"] else step["slow"] or ""
        found.append((repeats, length, pace))
    return found


def hard(plans: ModuleType) -> Block:
    day: Day = plans.plan().weeks[0].days[3]
    return blocks(day)[0]


def test_a_run_with_repeats(plans: ModuleType) -> None:
    assert read(block_text(hard(plans), Measures())) == [
        (1, -360.0, ""),
        (1, 2500.0, "6:10-5:40"),
        (4, 1000.0, "4:55-4:45"),
        (4, -120.0, ""),
        (1, -600.0, ""),
    ]


def test_imperial(plans: ModuleType) -> None:
    text = block_text(hard(plans), Measures("imperial"))
    assert "- Easy to begin 1.55mi 9:55-9:07/mi" in text


def test_every_step_of_the_plan_is_readable(plans: ModuleType) -> None:
    text = plan_intervals(plans.odd())
    runs = [step for part in text.split("## ") for step in read(part.partition("\n")[2])]
    assert len(runs) > 20
    for day in plans.plan().days():
        for block in blocks(day):
            assert f"## {day.date.isoformat()} " in text
            if block.main.kind == "easy":
                assert read(block_text(block, Measures()))[-1][1] == pytest.approx(
                    1000.0 * (block.main.distance_km or 0.0)
                )


@pytest.mark.parametrize(
    "words", ["3x5 m hard: go", "20m easy", "- 90% 4:00/km", "10 km pace, 5w", "Run 1h30"]
)
def test_words_never_count_as_lengths(words: str) -> None:
    step = Step(words, distance_m=400.0, pace_s_per_km=(240.0, 250.0))
    block = Block(Session("a", "hard", "t", steps=(step,)))
    (found,) = read(block_text(block, Measures()))
    assert found == (1, 400.0, "4:10-4:00")
    line = block_text(block, Measures()).splitlines()[1]
    assert re.findall(r"\d+(?:\.\d+)?(?:km|mi|m|s|h|%|w)\b", line) == ["0.4km"]


def test_a_length_in_the_words_is_said_once() -> None:
    step = Step("Fast for 3 minutes: hard, but in control", sets=5, duration_s=180.0)
    text = block_text(Block(Session("a", "hard", "t", steps=(step,))), Measures())
    assert text.splitlines()[:2] == ["Main 5x", "- Fast 3m"]


def test_strength_is_notes(plans: ModuleType) -> None:
    block = blocks(plans.plan().weeks[0].days[2])[0]
    text = block_text(block, Measures())
    assert "3 × 12 · 2.5 kg" in text
    assert not [line for line in text.splitlines() if line.startswith("-")]


def test_a_run_by_time() -> None:
    run = Session("a", "easy", "Easy", duration_min=40.0)
    (block,) = blocks(Day(date(2027, 1, 4), (run,)))
    assert block_text(block, Measures()) == "Main\n- 40m\n"
