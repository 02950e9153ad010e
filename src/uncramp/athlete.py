"""What a runner knows about themself: every field optional, checked once, here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, Literal

from uncramp.given import LEAVE_OUT, Limits, at, refusal, toml_of, unknown_key
from uncramp.language import Sentence, marked
from uncramp.parameters import ParameterSet

Sex = Literal["female", "male"]

_MARATHON_KM = 42.195
_CM_PER_M = 100.0

# field → (low, high, unit shown in the error)
_LIMITS: dict[str, Limits] = {
    "mass_kg": (30.0, 200.0, "kg"),
    "height_m": (1.2, 2.3, "m"),
    "age_y": (10.0, 100.0, marked("years")),
    "weekly_km": (0.0, 400.0, marked("km per week")),
    "longest_km": (0.0, 300.0, "km"),
    "easy_pace_s_per_km": (120.0, 900.0, "s/km"),
    "race_distance_km": (0.8, 300.0, "km"),
    "race_time_s": (100.0, 200_000.0, "s"),
    "cramps_last_year": (0.0, 365.0, marked("cramps")),
    "calf_raises": (0.0, 200.0, marked("raises")),
    "sweat_rate_L_h": (0.1, 4.0, "L/h"),
    "sweat_sodium_mmol_L": (5.0, 120.0, "mmol/L"),
    "patch_sodium_mmol_L": (3.0, 150.0, "mmol/L"),
    "heat_days": (0.0, 60.0, marked("days")),
}
_WEIGH_IN_LIMITS: dict[str, Limits] = {
    "mass_before_kg": (30.0, 200.0, "kg"),
    "mass_after_kg": (30.0, 200.0, "kg"),
    "duration_min": (15.0, 1440.0, "min"),
    "distance_km": (0.5, 300.0, "km"),
    "drunk_L": (0.0, 10.0, "L"),
    "urine_L": (0.0, 5.0, "L"),
    "air_temperature_C": (-30.0, 50.0, "°C"),
    "relative_humidity_pct": (1.0, 100.0, "%"),
    "wind_m_s": (0.0, 30.0, "m/s"),
    "solar": (0.0, 1.0, marked("of clear-sky sun")),
}
# Conditions and medicines with which a doctor comes before any plan for drinking or salt.
HEALTH = ("kidney", "heart", "hypertension", "liver", "pregnancy", "diuretics", "nsaids")
PATCH_SITES = ("forearm", "chest", "back", "thigh", "calf")
_WHOLE = frozenset({"cramps_last_year", "calf_raises"})
_RACE_PACE_S_PER_KM = (120.0, 1200.0)
_WEIGH_IN_KM_H = (3.0, 25.0)

# What a runner is likely to have meant when a value misses its limits.
_HINTS = {
    "mass_kg": marked("Give kilograms (1 lb = 0.4536 kg)."),
    "height_m": marked("Give metres, such as 1.78."),
    "easy_pace_s_per_km": marked("Give seconds per kilometre: 5:30 min/km is 330."),
    "sweat_rate_L_h": marked(
        "Weigh yourself before and after an hour of running: kg lost + L drunk."
    ),
}


class AthleteError(ValueError):
    """A value about the runner that cannot be used; the text says which, why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighIn:
    """One run with a scale: tells how much this runner sweats.

    Attributes
    ----------
    mass_before_kg, mass_after_kg
        Naked and dry, just before and just after the run, 30–200 kg.
    duration_min, distance_km
        Of the run: 15–1440 min, 0.5–300 km.
    drunk_L, urine_L
        Between the two weighings, 0–10 and 0–5 L.
    air_temperature_C
        In the shade, −30…50 °C.
    relative_humidity_pct, wind_m_s, solar
        None: assumed, as for a run.

    Raises
    ------
    AthleteError
        Names the field, its value, the limits and what to do.
    """

    mass_before_kg: float
    mass_after_kg: float
    duration_min: float
    distance_km: float
    air_temperature_C: float
    drunk_L: float = 0.0
    urine_L: float = 0.0
    relative_humidity_pct: float | None = None
    wind_m_s: float | None = None
    solar: float | None = None

    def __post_init__(self) -> None:
        for field, limits in _WEIGH_IN_LIMITS.items():
            _check_number(field, getattr(self, field), limits)
        km_h = 60.0 * self.distance_km / self.duration_min
        if not _WEIGH_IN_KM_H[0] <= km_h <= _WEIGH_IN_KM_H[1]:
            raise AthleteError(
                Sentence(
                    "distance_km {distance:g} in duration_min {minutes:g} is {speed:.1f} km/h, "
                    "outside 3 to 25. Check that the duration is in minutes.",
                    distance=self.distance_km,
                    minutes=self.duration_min,
                    speed=km_h,
                )
            )
        if not 0.0 < self.lost_L < 0.15 * self.mass_before_kg:
            raise AthleteError(
                Sentence(
                    "mass_before_kg, mass_after_kg, drunk_L and urine_L say that {lost:.2f} L were "
                    "lost as sweat and breath; it must be above 0 and below 15 % of the mass. "
                    "Check the numbers.",
                    lost=self.lost_L,
                )
            )

    @property
    def lost_L(self) -> float:
        """Mass lost and drink taken, less urine: sweat, breath and the little fuel breathed out."""
        return self.mass_before_kg - self.mass_after_kg + self.drunk_L - self.urine_L

    @classmethod
    def from_dict(cls, table: Mapping[str, Any]) -> WeighIn:
        """Build from a flat mapping.

        Raises
        ------
        AthleteError
            For a key that is unknown or missing, or a value outside its limits.
        """
        _refuse_unknown(table, [field.name for field in fields(cls)])
        needed = [field.name for field in fields(cls) if field.default is MISSING]
        if missing := [name for name in needed if name not in table]:
            raise AthleteError(
                Sentence(
                    "{name} is missing; a weigh-in needs {needed}.",
                    name=missing[0],
                    needed=", ".join(needed),
                )
            )
        return cls(**dict(table))

    def to_dict(self) -> dict[str, float]:
        """What was given; `from_dict` reads it back."""
        table = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in table.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Athlete:
    """A runner, as far as known; None means "not given", and the twin then widens its ensemble.

    Attributes
    ----------
    mass_kg, height_m, age_y
        30–200 kg, 1.2–2.3 m, 10–100 years.
    sex
        ``"female"`` or ``"male"``: only used for the share of water in the body.
    weekly_km, longest_km
        Usual week (0–400 km); longest run of the last 30 days (0–300 km).
    easy_pace_s_per_km
        Pace of an easy run, 120–900 s/km.
    race_distance_km, race_time_s
        A recent race, both or neither.
    cramps_last_year
        Calf cramps in the last twelve months, 0–365.
    calf_raises
        Single-leg calf raises to failure, weaker leg, 0–200.
    salty_sweater
        White crusts on cap and shirt after a run.
    sweat_rate_L_h
        By the scale, kg lost and L drunk per hour, from runs in weather like that of the run,
        0.1–4 L/h; breath is taken off.
    weigh_in
        Runs with a scale, in any weather: better than a rate, because weather and pace are known.
    sweat_sodium_mmol_L
        Of the whole body, from a sweat test, 5–120 mmol/L.
    patch_sodium_mmol_L, patch_site
        From a patch, 3–150 mmol/L, and where it stuck, one of `PATCH_SITES`: both or neither.
    heat_days
        Days with an hour or more of running in the heat during the last two weeks, 0–60.
    health
        Conditions and medicines, of `HEALTH`: with any of them nothing is advised on drinking and
        salt before a doctor was asked.
    name
        For the report only.

    Raises
    ------
    AthleteError
        Names the field, its value, the limits and what to do.
    """

    mass_kg: float | None = None
    height_m: float | None = None
    age_y: float | None = None
    sex: Sex | None = None
    weekly_km: float | None = None
    longest_km: float | None = None
    easy_pace_s_per_km: float | None = None
    race_distance_km: float | None = None
    race_time_s: float | None = None
    cramps_last_year: int | None = None
    calf_raises: int | None = None
    salty_sweater: bool | None = None
    sweat_rate_L_h: float | None = None
    name: str | None = None
    weigh_in: tuple[WeighIn, ...] | None = None
    sweat_sodium_mmol_L: float | None = None
    patch_sodium_mmol_L: float | None = None
    patch_site: str | None = None
    heat_days: float | None = None
    health: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        for field in _LIMITS:
            _check_number(field, getattr(self, field), _LIMITS[field])
        if self.sex not in (None, "female", "male"):
            raise AthleteError(
                Sentence(
                    'sex is {value}; it can be "female" or "male". Correct it or leave it out.',
                    value=repr(self.sex),
                )
            )
        if self.salty_sweater not in (None, True, False):
            raise AthleteError(
                Sentence(
                    "salty_sweater is {value}; it can be true or false. Correct it or leave it "
                    "out.",
                    value=repr(self.salty_sweater),
                )
            )
        if self.name is not None and not isinstance(self.name, str):
            raise AthleteError(
                Sentence(
                    "name is {value}; it must be text. Put it in quotes.", value=repr(self.name)
                )
            )
        self._check_race()
        self._check_patch()
        self._check_health()

    def _check_health(self) -> None:
        given = () if self.health is None else self.health
        if not (isinstance(given, tuple) and set(given) <= set(HEALTH)):
            raise AthleteError(
                Sentence(
                    "health is {value}; it is a list of words among {known}. Correct it or leave "
                    "it out.",
                    value=repr(given),
                    known=", ".join(HEALTH),
                )
            )

    def _check_patch(self) -> None:
        if (self.patch_sodium_mmol_L is None) != (self.patch_site is None):
            raise AthleteError(
                Sentence(
                    "patch_sodium_mmol_L and patch_site belong together: add the missing one, a "
                    "site is one of {known}.",
                    known=", ".join(PATCH_SITES),
                )
            )
        if self.patch_site is not None and self.patch_site not in PATCH_SITES:
            raise AthleteError(
                Sentence(
                    "patch_site is {value}; it can be {known}. Correct it or leave it out.",
                    value=repr(self.patch_site),
                    known=", ".join(PATCH_SITES),
                )
            )

    def _check_race(self) -> None:
        if (self.race_distance_km is None) != (self.race_time_s is None):
            there, missing = ("race_distance_km", "race_time_s")
            if self.race_distance_km is None:
                there, missing = missing, there
            raise AthleteError(
                Sentence(
                    "{there} is given without {missing}; a race needs both. Add {missing} or "
                    "remove {there}.",
                    there=there,
                    missing=missing,
                )
            )
        if self.race_distance_km is not None and self.race_time_s is not None:
            pace = self.race_time_s / self.race_distance_km
            low, high = _RACE_PACE_S_PER_KM
            if not low <= pace <= high:
                raise AthleteError(
                    Sentence(
                        "race_time_s {time:g} over race_distance_km {distance:g} is a pace of "
                        "{pace:.0f} s/km, outside {low:g} to {high:g} s/km. Check that the "
                        "distance is in km and the time in s.",
                        time=self.race_time_s,
                        distance=self.race_distance_km,
                        pace=pace,
                        low=low,
                        high=high,
                    )
                )

    @classmethod
    def from_dict(cls, table: Mapping[str, Any], origin: str = "athlete") -> Athlete:
        """Build from a flat mapping; `origin` is named in errors.

        Raises
        ------
        AthleteError
            For an unknown key (with the nearest known one) or a value outside its limits.
        """
        try:
            _refuse_unknown(table, [field.name for field in fields(cls)])
            values = dict(table)
            if "weigh_in" in values:
                values["weigh_in"] = _weigh_ins(values["weigh_in"])
            if isinstance(values.get("health"), list):
                values["health"] = tuple(values["health"])
            return cls(**values)
        except AthleteError as error:
            raise AthleteError(at(origin, error)) from None

    @classmethod
    def from_toml(cls, path: str | Path) -> Athlete:
        """Read a TOML file whose keys are the attributes of this class; weigh-ins are
        ``[[weigh_in]]`` tables.

        Raises
        ------
        AthleteError
            If the file cannot be read, is not TOML, or holds an unknown key or a wrong value.
        """
        file = Path(path)
        try:
            table = toml_of(file, marked("Write one line per fact, such as mass_kg = 68."))
        except ValueError as error:
            raise AthleteError(*error.args) from None
        return cls.from_dict(table, origin=str(file))

    def to_dict(self) -> dict[str, Any]:
        """Given fields only, in the order of the class; `from_dict` reads it back."""
        table = {field: getattr(self, field) for field in self.given()}
        if self.weigh_in is not None:
            table["weigh_in"] = [weighing.to_dict() for weighing in self.weigh_in]
        if self.health is not None:
            table["health"] = list(self.health)
        return table

    def given(self) -> list[str]:
        """Names of the fields that were given, in the order of the class."""
        return [f.name for f in fields(self) if getattr(self, f.name) is not None]

    def mass_or_default_kg(self, parameters: ParameterSet) -> float:
        """Mass in kg; the population's (``athlete.mass``, possibly drawn) where not given."""
        return parameters.value("athlete.mass") if self.mass_kg is None else self.mass_kg

    def height_or_default_m(self, parameters: ParameterSet) -> float:
        """Height in m; the population's (``athlete.height``, possibly drawn) where not given."""
        return parameters.value("athlete.height") if self.height_m is None else self.height_m

    def age_or_default_y(self, parameters: ParameterSet) -> float:
        """Age in years; the population's (``athlete.age``, possibly drawn) where not given."""
        return parameters.value("athlete.age") if self.age_y is None else self.age_y

    def body_surface_m2(self, parameters: ParameterSet) -> float:
        """Body surface in m²: 0.007184 · mass^0.425 · height_cm^0.725 (DuBois & DuBois 1916)."""
        mass_kg = self.mass_or_default_kg(parameters)
        height_cm = _CM_PER_M * self.height_or_default_m(parameters)
        return float(
            parameters.value("athlete.surface_factor")
            * mass_kg ** parameters.value("athlete.surface_mass_exponent")
            * height_cm ** parameters.value("athlete.surface_height_exponent")
        )

    def usual_speed_m_s(self, parameters: ParameterSet) -> float | None:
        """Speed the runner is accustomed to, in m/s; None if neither pace nor race is given.

        The easy pace if there is one. Otherwise the race is carried to the marathon,
        ``t₂ = t₁ (d₂/d₁)^1.06`` (Riegel 1981; fitted to world records of 3.5 to 230 min, used
        outside that span for want of better), and the speed lowered to an easy one.
        """
        if self.easy_pace_s_per_km is not None:
            return 1000.0 / self.easy_pace_s_per_km
        if self.race_distance_km is None or self.race_time_s is None:
            return None
        ratio = _MARATHON_KM / self.race_distance_km
        marathon_s = self.race_time_s * ratio ** parameters.value("athlete.riegel_exponent")
        marathon_m_s = 1000.0 * _MARATHON_KM / marathon_s
        return float(marathon_m_s * parameters.value("athlete.easy_to_marathon_speed"))


def _refuse_unknown(table: Mapping[str, Any], known: list[str]) -> None:
    if unknown := unknown_key(table, known):
        raise AthleteError(unknown)


def _weigh_ins(tables: object) -> tuple[WeighIn, ...]:
    """The ``[[weigh_in]]`` tables of a file; errors count them from 1."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise AthleteError(marked("weigh_in must be tables: begin each with [[weigh_in]]."))
    found = []
    for number, table in enumerate(tables, 1):
        try:
            found.append(WeighIn.from_dict(table))
        except AthleteError as error:
            raise AthleteError(at(f"weigh_in {number}", error)) from None
    return tuple(found)


def _check_number(field: str, value: Any, limits: Limits) -> None:
    """Raise AthleteError unless `value` is None or a number within `limits`."""
    if value is None:
        return
    if refused := refusal(field, value, limits, _HINTS.get(field, LEAVE_OUT)):
        raise AthleteError(refused)
    if field in _WHOLE and value != int(value):
        raise AthleteError(
            Sentence(
                "{name} is {value:g}; it must be a whole number from {low:g} to {high:g}. Correct "
                "it or leave it out.",
                name=field,
                value=value,
                low=limits[0],
                high=limits[1],
            )
        )
