"""The terminal: golden pages, widths, colour only on a terminal that wants it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.report import Report
from uncramp.report.text import lines, plain, print_report, resampled, spark

KNOWN = frozenset({"why", "relief", "log-cramp"})


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("name", "units", "width"),
    [
        ("marathon", "metric", 80),
        ("marathon", "imperial", 100),
        ("calm", "metric", 60),
        ("stopped", "metric", 80),
        ("bare", "imperial", 40),
    ],
)
def test_golden(
    name: str, units: str, width: int, synthetic: ModuleType, golden: Callable[[str, str], None]
) -> None:
    report = Report.from_document(getattr(synthetic, name)(), units=units)
    steps = report.next_steps(file="sunday.fit", known=KNOWN, has_page=False)
    golden(f"{name}-{units}-{width}.txt", plain(report, width=width, next_steps=steps))


@pytest.mark.parametrize("name", ["marathon", "calm", "stopped", "bare"])
@pytest.mark.parametrize("width", [40, 57, 80, 100, 240])
def test_nothing_is_wider_than_the_terminal(name: str, width: int, synthetic: ModuleType) -> None:
    report = Report.from_document(getattr(synthetic, name)())
    assert max(map(len, plain(report, width=width).splitlines())) <= width


def test_the_answer_comes_before_the_chart_and_the_diagnosis_is_denied_once(
    synthetic: ModuleType,
) -> None:
    text = plain(Report.from_document(synthetic.marathon()))
    assert text.startswith("A calf cramp was very likely, around 3:30, near km 38: 8 of 10")
    assert text.index("Chance of a cramp so far") < text.index("Why")
    assert text.count("Not a diagnosis") == 1


def test_a_pipe_gets_no_colour(synthetic: ModuleType) -> None:
    stream = io.StringIO()
    print_report(Report.from_document(synthetic.marathon()), stream=stream)
    assert "\x1b" not in stream.getvalue()


def test_a_terminal_gets_colour_and_the_same_words(
    synthetic: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    report, stream = Report.from_document(synthetic.marathon()), Terminal()
    print_report(report, stream=stream)
    assert "\x1b[1;91m" in stream.getvalue()
    assert re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue()) == plain(report, width=80)


def test_no_color_is_honoured(synthetic: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    stream = Terminal()
    print_report(Report.from_document(synthetic.marathon()), stream=stream)
    assert "\x1b" not in stream.getvalue()


def test_an_old_encoding_gets_question_marks_not_a_crash(synthetic: ModuleType) -> None:
    class Latin(io.StringIO):
        encoding = "latin-1"

    stream = Latin()
    print_report(Report.from_document(synthetic.marathon()), stream=stream)
    assert "▁" not in stream.getvalue()
    assert "24 °C" in stream.getvalue()


def test_a_name_with_markup_is_printed_as_it_is(synthetic: ModuleType) -> None:
    document = synthetic.marathon()
    document["activity"]["file"] = "[red]run.fit"
    text = "".join(piece.text for row in lines(Report.from_document(document)) for piece in row)
    assert "[red]run.fit" in text


def test_sparks_run_from_low_to_high() -> None:
    assert spark([0.0, 0.5, 1.0, None, 7.0], 0.0, 1.0) == "▁▅█ █"


@given(
    st.lists(st.one_of(st.none(), st.floats(0.0, 1.0)), min_size=2, max_size=60),
    st.integers(1, 60),
)
def test_resampling_stays_within_the_values(values: list[float | None], n_columns: int) -> None:
    known = [value for value in values if value is not None]
    found = resampled([float(i) for i in range(len(values))], values, n_columns)
    assert len(found) == n_columns
    for value in found:
        assert value is None or min(known) - 1e-9 <= value <= max(known) + 1e-9
