"""The weather of a run and what the runner drinks, each number with where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, Protocol

from uncramp.parameters import ParameterSet, load_parameters

Source = Literal["given", "file", "assumed"]

# field → (low, high, unit, parameter with the assumed value)
_LIMITS: dict[str, tuple[float, float, str, str]] = {
    "air_temperature_C": (-30.0, 50.0, "°C", "conditions.air_temperature"),
    "relative_humidity_pct": (1.0, 100.0, "%", "conditions.relative_humidity"),
    "wind_m_s": (0.0, 30.0, "m/s", "conditions.wind"),
    "solar": (0.0, 1.0, "of clear-sky sun", "conditions.solar"),
}
_FLUID_LIMITS_ML_PER_H = (0.0, 2000.0)
_SODIUM_LIMITS_MG_PER_L = (0.0, 4000.0)


class ConditionsError(ValueError):
    """Weather or drinking that cannot be used; the text says which, why and what to do."""


class FileWeather(Protocol):
    """Weather as a file may carry it (the shape of an activity's weather); None = not there."""

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
    notes
        One line for each number of the file that could not be used.

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

    def __post_init__(self) -> None:
        for field in _LIMITS:
            _check(field, getattr(self, field).value)

    @classmethod
    def resolve(
        cls,
        given: Mapping[str, float | None] | None = None,
        weather: FileWeather | None = None,
        parameters: ParameterSet | None = None,
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

        Raises
        ------
        ConditionsError
            For an unknown name in `given`, or a given value outside its limits.
        """
        values = {key: value for key, value in (given or {}).items() if value is not None}
        for key in given or {}:
            if key not in _LIMITS:
                near = get_close_matches(key, _LIMITS, n=1, cutoff=0.5)
                advice = f"did you mean {near[0]}?" if near else f"known are {', '.join(_LIMITS)}."
                raise ConditionsError(f"conditions: unknown key {key!r}; {advice}")
        parameters = parameters or load_parameters()
        chosen: dict[str, Sourced] = {}
        notes: list[str] = []
        for field, (low, high, unit, key) in _LIMITS.items():
            from_file = getattr(weather, field, None)
            if from_file is not None and not low <= from_file <= high:
                notes.append(
                    f"{field}: the file says {from_file:g} {unit}, outside {low:g} to {high:g}; "
                    "not used"
                )
                from_file = None
            if field in values:
                _check(field, values[field])
                chosen[field] = Sourced(float(values[field]), "given")
            elif from_file is not None:
                chosen[field] = Sourced(float(from_file), "file")
            else:
                chosen[field] = Sourced(parameters.value(key), "assumed")
        return cls(**chosen, notes=tuple(notes))

    def redrawn(self, parameters: ParameterSet) -> Conditions:
        """A copy whose assumed values are those of `parameters`, such as one ensemble member's."""
        changed = {
            field: Sourced(parameters.value(key), "assumed")
            for field, (_, _, _, key) in _LIMITS.items()
            if getattr(self, field).source == "assumed"
        }
        return Conditions(
            **{f: changed.get(f, getattr(self, f)) for f in _LIMITS}, notes=self.notes
        )

    def as_dict(self) -> dict[str, dict[str, float | str]]:
        """Field → ``{"value": …, "source": …}``."""
        return {
            field: {"value": getattr(self, field).value, "source": getattr(self, field).source}
            for field in _LIMITS
        }


@dataclass(frozen=True, slots=True)
class DrinkingPlan:
    """What the runner drinks during the run; None = not given.

    Attributes
    ----------
    fluid_mL_per_h
        0…2000 mL per hour of the run, pauses included. None: the runner is assumed to drink to
        thirst, a share of the losses (``fluids.thirst_replacement``, Passe 2007).
    sodium_mg_per_L
        Sodium in the drink, 0…4000 mg/L. None: unknown drink, assumed between water and a sports
        drink (``fluids.drink_sodium``). Plain water is 0.

    Raises
    ------
    ConditionsError
        Names the field, its value, the limits and what to do.
    """

    fluid_mL_per_h: float | None = None
    sodium_mg_per_L: float | None = None

    def __post_init__(self) -> None:
        _check_drink(
            "fluid_mL_per_h",
            self.fluid_mL_per_h,
            _FLUID_LIMITS_ML_PER_H,
            "mL per hour",
            "Nobody should drink more than they lose: give mL per hour of running, or leave it out",
        )
        _check_drink(
            "sodium_mg_per_L",
            self.sodium_mg_per_L,
            _SODIUM_LIMITS_MG_PER_L,
            "mg of sodium per litre",
            "1 g of salt holds 393 mg of sodium; read the label or leave it out",
        )

    @property
    def fluid_source(self) -> Source:
        """``given`` or ``assumed``."""
        return "assumed" if self.fluid_mL_per_h is None else "given"

    @property
    def sodium_source(self) -> Source:
        """``given`` or ``assumed``."""
        return "assumed" if self.sodium_mg_per_L is None else "given"

    def as_dict(self) -> dict[str, dict[str, float | str | None]]:
        """Field → ``{"value": …, "source": …}``; the value is None where it was not given."""
        return {
            "fluid_mL_per_h": {"value": self.fluid_mL_per_h, "source": self.fluid_source},
            "sodium_mg_per_L": {"value": self.sodium_mg_per_L, "source": self.sodium_source},
        }


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _check(field: str, value: object) -> None:
    """Raise ConditionsError unless `value` is a number within the limits of `field`."""
    low, high, unit, _ = _LIMITS[field]
    if not _is_number(value):
        raise ConditionsError(
            f"{field} is {value!r}; it must be a number from {low:g} to {high:g} {unit}. "
            "Correct it or leave it out."
        )
    if not low <= value <= high:  # type: ignore[operator]
        raise ConditionsError(
            f"{field} is {value:g}; the limits are {low:g} to {high:g} {unit}. "
            "Correct it or leave it out."
        )


def _check_drink(
    field: str, value: object, limits: tuple[float, float], unit: str, hint: str
) -> None:
    """Raise ConditionsError unless `value` is None or a number within `limits`."""
    low, high = limits
    if value is None:
        return
    if not _is_number(value):
        raise ConditionsError(
            f"{field} is {value!r}; it must be a number from {low:g} to {high:g} {unit}. "
            "Correct it or leave it out."
        )
    if not low <= value <= high:  # type: ignore[operator]
        raise ConditionsError(
            f"{field} is {value:g}; the limits are {low:g} to {high:g} {unit}. {hint}."
        )
