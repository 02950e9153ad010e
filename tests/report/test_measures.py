"""Metric and imperial, rounded honestly."""

from __future__ import annotations

import pytest

from uncramp.report.measures import Measures, clock, duration, glued, percent

METRIC, IMPERIAL = Measures("metric"), Measures("imperial")


def test_each_value_in_both_systems() -> None:
    assert (METRIC.distance(42.195), IMPERIAL.distance(42.195)) == ("42.2 km", "26.2 mi")
    assert (METRIC.pace(1000.0 / 330.0), IMPERIAL.pace(1000.0 / 330.0)) == ("5:30 /km", "8:51 /mi")
    assert (METRIC.temperature(24.0), IMPERIAL.temperature(24.0)) == ("24 °C", "75 °F")
    assert (METRIC.height(310.0), IMPERIAL.height(310.0)) == ("310 m", "1017 ft")
    assert (METRIC.volume(2.1), IMPERIAL.volume(2.1)) == ("2.1 L", "71 fl oz")
    assert (METRIC.flow(300.0), IMPERIAL.flow(300.0)) == ("300 mL/h", "10 fl oz/h")
    assert (METRIC.wind(3.0), IMPERIAL.wind(3.0)) == ("11 km/h", "7 mph")
    assert (METRIC.near(33.2), IMPERIAL.near(33.2)) == ("km 33", "mile 21")


def test_a_short_run_needs_a_decimal() -> None:
    assert METRIC.near(3.24) == "km 3.2"


def test_standing_has_no_pace() -> None:
    assert METRIC.pace(0.0) == "–"


def test_unknown_units_are_refused() -> None:
    with pytest.raises(ValueError, match="metric or imperial"):
        Measures("furlongs")


def test_times() -> None:
    assert duration(10_260.0) == "2 h 51 min"
    assert duration(2_580.0) == "43 min"
    assert clock(3 * 3600 + 59.6 * 60) == "4:00"


@pytest.mark.parametrize(
    ("fraction", "said"), [(0.52, "52 %"), (0.0, "0 %"), (0.004, "< 1 %"), (-0.05, "−5 %")]
)
def test_percent(fraction: float, said: str) -> None:
    assert percent(fraction) == said


def test_a_number_keeps_its_unit_on_the_line() -> None:
    glue = "\u00a0"
    assert glued("3 h 58 min, 24 °C, km 33 to 8 of 10") == (
        f"3{glue}h 58{glue}min, 24{glue}°C, km 33 to 8 of 10"
    )
    assert glued("5 main roads") == "5 main roads"
    assert glued("weak evidence · Manjra 1996, Miller 2010b") == (
        f"weak evidence · Manjra{glue}1996, Miller{glue}2010b"
    )
    assert glued("in 2026 runs") == "in 2026 runs"
