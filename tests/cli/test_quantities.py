"""Numbers with and without units."""

from __future__ import annotations

import click
import pytest

from uncramp.cli import quantities as q


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (q.MASS, "68", 68.0),
        (q.MASS, "68,5", 68.5),
        (q.MASS, "150lb", 68.0389),
        (q.HEIGHT, "1.78", 1.78),
        (q.HEIGHT, "178cm", 1.78),
        (q.HEIGHT, "178 cm", 1.78),
        (q.HEIGHT, "5ft10", 1.778),
        (q.HEIGHT, "5'10\"", 1.778),
        (q.AIR, "24", 24.0),
        (q.AIR, "-5", -5.0),
        (q.AIR, "75F", 23.8889),
        (q.AIR, "75 °F", 23.8889),
        (q.WIND, "18km/h", 5.0),
        (q.WIND, "10mph", 4.4704),
        (q.PERCENT, "71%", 71.0),
        (q.FLUID, "500", 500.0),
        (q.FLUID, "0.5L", 500.0),
        (q.FLUID, "16oz/h", 473.176),
        (q.SODIUM, "20mmol/L", 459.795),
        (q.SWEAT, "1200mL/h", 1.2),
        (q.DISTANCE_KM, "25mi", 40.2336),
        (q.RACE_KM, "half", 21.0975),
        (q.RACE_KM, "Marathon", 42.195),
        (q.RACE_KM, "10", 10.0),
        (q.RACE_KM, "5000m", 5.0),
        (q.PACE, "5:30", 330.0),
        (q.PACE, "8:51/mi", 329.95),
        (q.CLOCK, "45:00", 2700.0),
        (q.CLOCK, "3:45:00", 13_500.0),
    ],
)
def test_what_people_type(kind: click.ParamType, text: str, value: float) -> None:
    assert kind.convert(text, None, None) == pytest.approx(value, rel=1e-4)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (q.MASS, "heavy"),
        (q.MASS, "68 stone"),
        (q.MASS, ""),
        (q.HEIGHT, "5ft10cm"),
        (q.PACE, "330"),
        (q.PACE, "0:00"),
        (q.CLOCK, "45"),
        (q.CLOCK, "1:75"),
    ],
)
def test_what_is_refused(kind: click.ParamType, text: str) -> None:
    with pytest.raises(click.BadParameter):
        kind.convert(text, None, None)


def test_the_refusal_says_what_would_do() -> None:
    with pytest.raises(click.BadParameter, match=r"'68 stone' .* kg .*lb"):
        q.MASS.convert("68 stone", None, None)
