"""The timed holds: a clock and keys of our own, so a minute passes at once."""

from __future__ import annotations

import pytest

from uncramp import language
from uncramp.advice.relief import Step, load_protocol
from uncramp.cli import holds
from uncramp.cli.holds import READY_S, run_holds

STRAIGHT, BENT = (step for step in load_protocol().steps if step.id in ("straight", "bent"))
ENGLISH, GERMAN = language.load("en"), language.load("de")


class Fake:
    """A keyboard whose waiting moves the clock; `keys` maps seconds to the key pressed then."""

    def __init__(self, keys: dict[float, str] | None = None) -> None:
        self.now, self.keys, self.said = 0.0, dict(keys or {}), ""
        self.steps: list[Step] = []

    def read(self, timeout_s: float) -> str:
        due = [at for at in self.keys if at <= self.now]
        if due:
            return self.keys.pop(min(due))
        self.now += timeout_s
        return ""

    def write(self, text: str) -> None:
        self.said += text

    def run(self, *holds: Step) -> bool:
        return run_holds(
            holds, ENGLISH, self, self.steps.append, self.write, clock=lambda: self.now
        )


def test_every_hold_lasts_as_long_as_it_says() -> None:
    fake = Fake()
    assert fake.run(STRAIGHT, STRAIGHT, BENT)
    assert fake.now == pytest.approx(3 * (30 + READY_S), abs=1.5)
    assert fake.steps == [STRAIGHT, BENT], "announced when it changes"
    assert "Hold   30 s" in fake.said
    assert "Hold    1 s" in fake.said
    assert fake.said.count("\a") == 3


@pytest.mark.parametrize("key", [" ", "s", "S", "\n", "\r"])
def test_keys_that_go_on(key: str) -> None:
    fake = Fake({10.0: key})
    assert fake.run(STRAIGHT, BENT)
    assert fake.now == pytest.approx(10 + 30 + READY_S, abs=1.5)


def test_r_holds_it_again() -> None:
    fake = Fake({20.0: "r"})
    assert fake.run(BENT)
    assert fake.now == pytest.approx(20 + 30 + READY_S, abs=1.5)
    assert fake.steps == [BENT]


@pytest.mark.parametrize("key", ["q", "Q", "\x1b"])
def test_q_stops(key: str) -> None:
    fake = Fake({10.0: key})
    assert not fake.run(STRAIGHT, BENT)
    assert fake.steps == [STRAIGHT]
    assert fake.now == pytest.approx(10, abs=0.5)


def test_other_keys_do_nothing() -> None:
    fake = Fake({8.0: "x", 9.0: "7"})
    assert fake.run(BENT._replace(hold_s=10))
    assert fake.now == pytest.approx(10 + READY_S, abs=1.0)


@pytest.mark.parametrize("columns", [20, 34, 43, 90])
def test_the_countdown_stays_on_one_line(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setattr(holds, "_columns", lambda: columns)
    fake = Fake()
    assert run_holds([STRAIGHT], GERMAN, fake, fake.steps.append, fake.write, lambda: fake.now)
    shown = [part.rstrip("\x1b[K\a\n") for part in fake.said.split("\r")]
    label = "   Gleich geht es los    5 s"
    assert max(map(len, shown)) < max(columns, len(label) + 1)
    bare = label in shown
    assert bare == (columns <= len(label) + 3), "the bar goes before the words do"
