"""The weather of a run and what is worn, each number with where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from uncramp.conditions.sun import Sun
from uncramp.given import at, refusal, unknown_key
from uncramp.language import Sentence, marked
from uncramp.parameters import ParameterSet, load_parameters

Source = Literal["given", "file", "assumed"]


class ConditionsError(ValueError):
    """Weather or drinking that cannot be used; the text says which, why and what to do."""


# field → (low, high, unit, parameter with the assumed value)
_LIMITS: dict[str, tuple[float, float, str, str]] = {
    "air_temperature_C": (-30.0, 50.0, "°C", "conditions.air_temperature"),
    "relative_humidity_pct": (1.0, 100.0, "%", "conditions.relative_humidity"),
    "wind_m_s": (0.0, 30.0, "m/s", "conditions.wind"),
    "solar": (0.0, 1.0, marked("of clear-sky sun"), "conditions.solar"),
}
_CLOTHING = "clothing_clo"
# What runners wear, in effective clo while running.
CLOTHING_CLO = {"shorts": 0.15, "long": 0.3, "jacket": 0.6}
_CLO = (0.0, 2.0, "clo")


class FileWeather(Protocol):
    """Weather as a file may carry it (the shape of an activity's weather); None = not there.

    A source that knows the sky too has an attribute ``solar``, the fraction of clear-sky sun.
    """

    @property
    def air_temperature_C(self) -> float | None:
        """Air temperature in °C."""

    @property
    def relative_humidity_pct(self) -> float | None:
        """Relative humidity in %."""

    @property
    def wind_m_s(self) -> float | None:
        """Wind in m/s."""


@dataclass(frozen=True, slots=True)
class Sourced:
    """A number and where it came from: ``given``, ``file`` or ``assumed``."""

    value: float
    source: Source


@dataclass(frozen=True, slots=True)
class Conditions:
    """Weather of a run; constant over the run.

    Attributes
    ----------
    air_temperature_C
        In the shade, −30…50 °C.
    relative_humidity_pct
        1…100 %.
    wind_m_s
        At the runner's height, 0…30 m/s; the runner's own speed is added elsewhere.
    solar
        Fraction of clear-sky sun on the runner, 0…1; 0 is shade, heavy cloud or night.
    clothing_clo
        What is worn, in effective clo while running, 0…2: shorts and a T-shirt 0.15, long sleeves
        and tights 0.3, a jacket over them 0.6. None: what runners wear at that temperature.
    notes
        One line for each number of the file that could not be used, and on the sun where its
        position is known but not the clouds.
    sun
        Where the sun stood over the run; None where date, time or place are not known. Of `solar`
        as a file or an assumption has it, which knows clouds at most, it leaves its share.

    Raises
    ------
    ConditionsError
        Names the field, its value, the limits and what to do.
    """

    air_temperature_C: Sourced
    relative_humidity_pct: Sourced
    wind_m_s: Sourced
    solar: Sourced
    notes: tuple[str, ...] = ()
    clothing_clo: float | None = None
    sun: Sun | None = None

    def __post_init__(self) -> None:
        for field in _LIMITS:
            _check(field, getattr(self, field).value)
        if self.clothing_clo is not None:
            _check(_CLOTHING, self.clothing_clo)

    @classmethod
    def resolve(
        cls,
        given: Mapping[str, float | None] | None = None,
        weather: FileWeather | None = None,
        parameters: ParameterSet | None = None,
        sun: Sun | None = None,
    ) -> Conditions:
        """Merge what is known: given beats file beats assumed.

        Parameters
        ----------
        given
            Field name → value as the runner gave it; None counts as not given.
        weather
            What the file carries. A value of it outside the limits is not used, and noted.
        parameters
            Holds the assumed values (organ ``conditions``); the reference set if None.
        sun
            Where the sun stood (`uncramp.conditions.sun.mean_sun`), if that can be known.

        Raises
        ------
        ConditionsError
            For an unknown name in `given`, or a given value outside its limits.
        """
        values = {key: value for key, value in (given or {}).items() if value is not None}
        known = [*_LIMITS, _CLOTHING]
        if unknown := unknown_key(given or {}, known):
            raise ConditionsError(at("conditions", ConditionsError(unknown)))
        parameters = parameters or load_parameters()
        chosen: dict[str, Sourced] = {}
        notes: list[str] = []
        for field, (low, high, unit, key) in _LIMITS.items():
            from_file = getattr(weather, field, None)
            if from_file is not None and not low <= from_file <= high:
                notes.append(
                    Sentence(
                        "{field}: the file says {value:g} {unit}, outside {low:g} to {high:g}; "
                        "not used",
                        field=field,
                        value=from_file,
                        unit=unit,
                        low=low,
                        high=high,
                    )
                )
                from_file = None
            if field in values:
                _check(field, values[field])
                chosen[field] = Sourced(float(values[field]), "given")
            elif from_file is not None:
                chosen[field] = Sourced(float(from_file), "file")
            else:
                chosen[field] = Sourced(parameters.value(key), "assumed")
        if sun is not None and chosen["solar"].source != "given":
            seen = chosen["solar"]
            chosen["solar"] = Sourced(seen.value * sun.share, seen.source)
            if seen.source == "assumed":
                notes.append(_said_of(sun))
        clothing = values.get(_CLOTHING)
        return cls(**chosen, notes=tuple(notes), clothing_clo=clothing, sun=sun)

    def redrawn(self, parameters: ParameterSet) -> Conditions:
        """A copy whose assumed values are those of `parameters`, such as one ensemble member's."""
        changed = {
            field: Sourced(parameters.value(key), "assumed")
            for field, (_, _, _, key) in _LIMITS.items()
            if getattr(self, field).source == "assumed"
        }
        if self.sun is not None and "solar" in changed:
            changed["solar"] = Sourced(changed["solar"].value * self.sun.share, "assumed")
        return replace(self, **changed)  # type: ignore[arg-type]

    def as_dict(self) -> dict[str, dict[str, float | str]]:
        """Field → ``{"value": …, "source": …}``; clothing and sun only where they are known."""
        table: dict[str, dict[str, float | str]] = {
            field: {"value": getattr(self, field).value, "source": getattr(self, field).source}
            for field in _LIMITS
        }
        if self.clothing_clo is not None:
            table[_CLOTHING] = {"value": self.clothing_clo, "source": "given"}
        if self.sun is not None:
            table["sun_elevation_deg"] = {"value": self.sun.elevation_deg, "source": "file"}
        return table


def _said_of(sun: Sun) -> str:
    if sun.share <= 0.0:
        return marked("Sun: none, by date, time and place it was night.")
    return Sentence(
        "Sun: {elevation:.0f}° above the horizon on average, by date, time and place; "
        "cloud and shade are assumed.",
        elevation=sun.elevation_deg,
    )


def _check(field: str, value: object) -> None:
    """Raise ConditionsError unless `value` is a number within the limits of `field`."""
    if refused := refusal(field, value, _LIMITS[field][:3] if field in _LIMITS else _CLO):
        raise ConditionsError(refused)
