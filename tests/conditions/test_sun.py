"""The sun: position against published values, its share on a runner, and conditions with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.conditions import Conditions, StravaWeather, mean_sun, sun_elevation_deg, sun_time
from uncramp.conditions.sun import Sun, clear_sky_share
from uncramp.parameters import load_parameters

latitudes = st.floats(-90.0, 90.0)
longitudes = st.floats(-180.0, 180.0)
moments = st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1))


def test_the_worked_example_of_reda_and_andreas() -> None:
    """2003-10-17, 12:30:30 seven hours west: 39.872° without refraction."""
    when = datetime(2003, 10, 17, 12, 30, 30, tzinfo=timezone(timedelta(hours=-7)))
    assert sun_elevation_deg(when, 39.742476, -105.1786) == pytest.approx(39.872, abs=0.01)


@pytest.mark.parametrize(
    ("when", "north", "east", "expected"),
    [
        # Noon at the solstices: 90° less latitude ± 23.44°; the clock by the equation of time.
        (datetime(2024, 6, 20, 12, 2, tzinfo=UTC), 51.48, 0.0, 61.96),
        (datetime(2024, 12, 21, 11, 58, tzinfo=UTC), 51.48, 0.0, 15.08),
        (datetime(2024, 6, 20, 0, 2, tzinfo=UTC), 80.0, 0.0, 13.44),  # the midnight sun
    ],
)
def test_noon_and_midnight(when: datetime, north: float, east: float, expected: float) -> None:
    assert sun_elevation_deg(when, north, east) == pytest.approx(expected, abs=0.05)


@given(moments, latitudes, longitudes)
def test_half_a_day_later_it_is_on_the_other_side(
    when: datetime, north: float, east: float
) -> None:
    here = sun_elevation_deg(when, north, east)
    other = east + 180.0 if east <= 0.0 else east - 180.0
    assert -90.0 <= here <= 90.0
    assert sun_elevation_deg(when, -north, other) == pytest.approx(-here, abs=1e-6)


def test_no_place() -> None:
    with pytest.raises(ValueError, match="is no place"):
        sun_elevation_deg(datetime(2024, 6, 20), 91.0, 0.0)


@given(st.floats(-90.0, 90.0))
def test_the_share_is_a_share(elevation_deg: float) -> None:
    share = clear_sky_share(elevation_deg)
    assert 0.0 <= share <= 1.0
    assert (share > 0.0) == (elevation_deg > 0.0)


def test_a_low_sun_is_weak_and_a_high_one_full() -> None:
    shares = [clear_sky_share(height) for height in (1.0, 5.0, 10.0, 20.0, 30.0)]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0, abs=0.02)
    assert clear_sky_share(90.0) < 0.6


def test_a_night_run_has_no_sun() -> None:
    night = mean_sun(datetime(2024, 1, 10, 22, 0, tzinfo=UTC), 3600.0, 48.0, 11.0)
    assert night == Sun(0.0, 0.0)
    conditions = Conditions.resolve(sun=night)
    assert conditions.solar.value == 0.0
    assert conditions.solar.source == "assumed"
    assert "it was night" in conditions.notes[-1]
    drawn = load_parameters().replaced({"conditions.solar": 1.0})
    assert conditions.redrawn(drawn).solar.value == 0.0


def test_the_position_takes_from_what_is_assumed_or_in_a_file_never_from_what_is_given() -> None:
    evening = Sun(8.0, 0.5)
    plain = Conditions.resolve()
    assumed = Conditions.resolve(sun=evening)
    assert assumed.solar.value == pytest.approx(0.5 * plain.solar.value)
    assert "8° above the horizon" in assumed.notes[-1]
    assert assumed.as_dict()["sun_elevation_deg"] == {"value": 8.0, "source": "file"}
    cloudless = Conditions.resolve(weather=StravaWeather(solar=1.0), sun=evening)
    assert (cloudless.solar.value, cloudless.solar.source) == (0.5, "file")
    given_ = Conditions.resolve({"solar": 0.8}, sun=evening)
    assert given_.solar.value == 0.8
    assert not given_.notes
    assert "sun_elevation_deg" not in plain.as_dict()


def test_a_clock_is_taken_as_sun_time() -> None:
    noon = sun_time("2027-04-12", 12 * 3600.0, -105.0)
    assert noon == datetime(2027, 4, 12, 19, 0, tzinfo=UTC)
    heights = [sun_elevation_deg(noon + timedelta(hours=h), 40.0, -105.0) for h in (-3, 0, 3)]
    assert heights[1] > max(heights[0], heights[2])
