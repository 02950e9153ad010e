"""Compare the body with published runners and write ``docs/science/body.md``.

Run ``python tools/body_cases.py`` after changing anything in ``body/`` or its parameters; a test
keeps the page equal to what this prints.
"""

from __future__ import annotations

import math
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from uncramp.athlete import Athlete, Sex
from uncramp.body import BodyStates, simulate_body
from uncramp.body.electrolytes import electrolytes
from uncramp.body.heat import heat_exchange, metabolic_power_W
from uncramp.body.intake import Drinking
from uncramp.conditions import Conditions, DrinkingPlan
from uncramp.parameters import ParameterSet, load_parameters

PAGE = Path(__file__).parents[1] / "docs" / "science" / "body.md"
TABLES = Path(__file__).with_suffix(".toml")
PARAMETERS = load_parameters()
ORGANS = ("heat", "sweat", "fluids", "electrolytes", "safety")
# Name, plasma sodium by hand; sodium of the sweat, drink in L, its sodium and potassium in mmol/L.
BY_HAND = (
    ("nothing drunk", 151.8, 45.0, 0.0, 0.0, 0.0),
    ("4 L of water", 135.1, 45.0, 4.0, 0.0, 0.0),
    ("6 L of water", 127.9, 45.0, 6.0, 0.0, 0.0),
    ("3 L of sports drink", 140.7, 45.0, 3.0, 20.0, 3.0),
    ("salty sweat, 4 L of water", 131.7, 80.0, 4.0, 0.0, 0.0),
)
SOURCES = {
    "nelson": "marathon, Nelson 1989",
    "maughan": "marathon, Maughan 1985",
    "oneal": "1 h, O'Neal 2014",
    "india": "1 h, India",
    "winner": "the winner of 1966",
}
# A steeper fade of runners' sweat over PW, to compare with the one that is used.
STEEPER = {"sweat.field_early": 1.8, "sweat.field_late": 0.7, "sweat.field_fade": 1.0}
JOS3_WEATHER = ((20.5, 76.6, 3.0), (28.0, 50.0, 3.0), (28.0, 50.0, 2.5), (33.0, 60.0, 2.5))


@dataclass(frozen=True)
class Case:
    """One published number and the run that stands for it; `sd` is the SD between runners."""

    name: str
    what: str
    unit: str
    observed: float
    sd: float | None
    predicted: float
    source: str
    assumed: str = ""

    def row(self) -> str:
        """A line of the table."""
        seen = f"{self.observed:g}" + (f" ± {self.sd:g}" if self.sd else "")
        off = self.predicted - self.observed
        inside = "" if not self.sd else ("yes" if abs(off) <= self.sd else "no")
        cells = (
            self.name,
            self.what,
            f"{seen} {self.unit}",
            f"{self.predicted:.4g}",
            f"{round(off, 3) + 0.0:+.2g}",
        )
        return f"| {' | '.join(cells)} | {inside} | {self.source} | {self.assumed} |"


def run(
    km_h: float,
    minutes: float,
    air_C: float,
    humidity_pct: float = 60.0,
    wind_m_s: float = 1.0,
    solar: float = 0.3,
    mass_kg: float = 70.0,
    height_m: float = 1.75,
    sex: Sex = "male",
    drink_mL_h: float | None = None,
    balanced: bool = False,
    heat_days: float | None = None,
    parameters: ParameterSet = PARAMETERS,
) -> BodyStates:
    """A level run at one speed by the median runner."""
    time_s = np.arange(minutes * 60.0 + 1.0)
    speed = np.full(time_s.size, km_h / 3.6)
    weather = {
        "air_temperature_C": air_C,
        "relative_humidity_pct": humidity_pct,
        "wind_m_s": wind_m_s,
        "solar": solar,
    }
    athlete = Athlete(mass_kg=mass_kg, height_m=height_m, sex=sex, heat_days=heat_days)
    plan: Drinking = "balanced" if balanced else DrinkingPlan(drink_mL_h, 0.0)
    return simulate_body(
        time_s, speed, None, speed > 0, athlete, Conditions.resolve(weather), plan, parameters
    )


def cases(section: str, parameters: ParameterSet = PARAMETERS) -> list[Case]:
    """The cases of one section: sweat, unseen (sweat that nothing was fitted to), ions or heat."""
    tables = tomllib.loads(TABLES.read_text("utf-8"))
    needed = {row["run"] for row in tables["case"] if row["section"] == section}
    facts_of = tables["run"]
    states = {name: run(**facts_of[name], parameters=parameters) for name in needed}
    found = []
    for row in tables["case"]:
        if row["section"] == section:
            facts = tables["run"][row["run"]]
            mass_kg, height_m = facts.get("mass_kg", 70.0), facts.get("height_m", 1.75)
            predicted = measure(states[row["run"]], row["measure"], mass_kg, height_m)
            found.append(
                Case(
                    row["name"],
                    row["what"],
                    row["unit"],
                    row["observed"],
                    row.get("sd"),
                    predicted,
                    row["source"],
                    row["assumed"],
                )
            )
    return found


def measure(states: BodyStates, what: str, mass_kg: float, height_m: float) -> float:
    """One number of a run, as a case names it."""
    hours = float(states.time_s[-1]) / 3600.0
    sweat_L = float(states.sweat_L[-1])
    mass_change_kg = float(states.mass_change_pct[-1]) / 100.0 * mass_kg
    scale_L = float(states.drunk_L[-1] - states.urine_L[-1]) - mass_change_kg
    surface_m2 = 0.007184 * mass_kg**0.425 * (100.0 * height_m) ** 0.725
    sodium = states.plasma_sodium_mmol_L
    numbers = {
        "sweat_L_h": sweat_L / hours,
        "scale_L_h": scale_L / hours,
        "scale_mL_kg_h": 1000.0 * scale_L / mass_kg / hours,
        "sweat_g_m2_h": 1000.0 * sweat_L / surface_m2 / hours,
        "mass_pct": float(states.mass_change_pct[-1]),
        "mass_kg": mass_change_kg,
        "sodium_mmol_h": float(states.sodium_lost_mmol[-1]) / hours,
        "plasma_mmol_L": float(sodium[-1] - sodium[0]),
        "plasma_volume_pct": 100.0 * float(states.plasma_L[-1] / states.plasma_L[0] - 1.0),
        "body_water_pct": 100.0 * float(states.body_water_L[-1] / states.body_water_L[0] - 1.0),
        "core_C": float(states.core_temperature_C.max()),
    }
    for ion in ("sodium", "chloride", "potassium"):
        numbers[f"{ion}_mmol_L"] = float(states.ions[ion].lost_mmol[-1]) / sweat_L
    return float(numbers[what])


def by_hand() -> list[Case]:
    """Plasma sodium by the equation of Nguyen & Kurtz, worked by hand."""
    source, assumed = "Nguyen & Kurtz 2005, by hand", "42 L of body water, 4 L of sweat"
    return [
        Case(name, "plasma sodium", "mmol/L", value, None, after(*amounts), source, assumed)
        for name, value, *amounts in BY_HAND
    ]


def after(
    sweat_sodium: float, drunk_L: float, drink_sodium: float, drink_potassium: float
) -> float:
    """Plasma sodium after 4 L of sweat and a drink that has been absorbed, mmol/L."""
    sodium = drunk_L * drink_sodium - 4.0 * sweat_sodium
    gained = {"sodium": sodium, "chloride": sodium, "calcium": 0.0, "magnesium": 0.0}
    gained["potassium"] = drunk_L * drink_potassium - 4.0 * 5.0
    series = {ion: np.array([0.0, amount]) for ion, amount in gained.items()}
    water_L = np.array([42.0, 38.0 + drunk_L])
    # The equation alone: no sodium goes into bone and skin.
    fluids = PARAMETERS.organ("fluids")
    plasma = {**PARAMETERS.organ("electrolytes"), "sodium_kept": 0.0}
    return float(electrolytes(water_L, series, fluids, plasma).plasma_sodium_mmol_L[1])


def jos3(air_C: float, humidity_pct: float, speed_m_s: float) -> tuple[float, float]:
    """Core temperature (pelvis, °C) and evaporated water (L) after an hour, by JOS-3."""
    from pythermalcomfort.models import JOS3

    model = JOS3(height=1.75, weight=70, fat=15, age=30, sex="male")
    surface_m2 = float(model.bsa.sum())
    heat = PARAMETERS.organ("heat")
    power_W = metabolic_power_W(np.array([speed_m_s]), np.zeros(1), 70.0, surface_m2, heat)[0][0]
    model.tdb = model.tr = air_C
    model.rh, model.v, model.clo = humidity_pct, speed_m_s, 0.2
    model.par = float(power_W) / (model.bmr * surface_m2)
    model.simulate(60, dtime=60)
    results = model.dict_results()
    grams_s = np.array(results["weight_loss_by_evap_and_res"], dtype=float)
    return float(results["t_core_pelvis"][-1]), float(grams_s.sum()) * 60.0 / 1000.0


def sweat_sources(name: str) -> tuple[float, float, float, float, float]:
    """Air in °C and sweat in L/h of a run: by the heat balance alone, by PW, with breath, here.

    The balance is what would have to evaporate at the skin temperature that the two nodes come to;
    PW takes the skin to be at 36 °C, and counts no breath.
    """
    facts = tomllib.loads(TABLES.read_text("utf-8"))["run"][name]
    heat, hours = PARAMETERS.organ("heat"), facts["minutes"] / 60.0
    plain = {"sweat.field_early": 1.0, "sweat.field_late": 1.0, "heat.sweat_reserve": 0.0}
    here, pw = run(**facts), run(**facts, parameters=PARAMETERS.replaced(plain))
    athlete = Athlete(mass_kg=facts.get("mass_kg", 70.0), height_m=1.75, sex="male")
    surface_m2 = athlete.body_surface_m2(PARAMETERS)
    speed = np.array([facts["km_h"] / 3.6])
    exchange = heat_exchange(
        speed,
        np.zeros(1),
        facts.get("mass_kg", 70.0),
        surface_m2,
        facts["air_C"],
        facts.get("humidity_pct", 60.0),
        facts.get("wind_m_s", 1.0),
        facts.get("solar", 0.3),
        heat,
    )
    L_h_per_W = 3.6 / PARAMETERS.value("fluids.evaporation_heat")
    skin_C = float(here.skin_temperature_C[here.skin_temperature_C.size // 4 :].mean())
    balance_W = float(exchange.heat_W[0] + exchange.solar_W - exchange.respiratory_W[0])
    balance_W -= float(exchange.dry_W_per_K[0]) * (skin_C - facts["air_C"])
    slope = 0.001 * PARAMETERS.value("sweat.pw_required")  # L/h per W
    pw_L_h = float(pw.sweat_L[-1]) / hours
    return (
        facts["air_C"],
        L_h_per_W * balance_W,
        pw_L_h,
        pw_L_h - slope * float(exchange.respiratory_W[0]),
        float(here.sweat_L[-1]) / hours,
    )


def sources_table() -> str:
    """Sweat of some runs by each of its sources as a table."""
    rows = [
        "| run | air °C | heat balance L/h | PW | PW less breath | here |",
        "|---|---|---|---|---|---|",
    ]
    for name, called in SOURCES.items():
        air_C, *rates = sweat_sources(name)
        rows.append(f"| {called} | {air_C:g} | " + " | ".join(f"{r:.2f}" for r in rates) + " |")
    return "\n".join(rows)


def against_jos3() -> list[tuple[str, float, float, float, float]]:
    """Weather and speed; core by JOS-3 and here; water by JOS-3 and, unscaled, here."""
    # What sweat drips off counts in the field, not in JOS-3.
    plain = PARAMETERS.replaced({"sweat.field_early": 1.0, "sweat.field_late": 1.0})
    rows = []
    for air_C, humidity_pct, speed_m_s in JOS3_WEATHER:
        core_C, water_L = jos3(air_C, humidity_pct, speed_m_s)
        here = run(3.6 * speed_m_s, 60, air_C, humidity_pct, wind_m_s=0.0, solar=0.0)
        evaporating = run(
            3.6 * speed_m_s, 60, air_C, humidity_pct, wind_m_s=0.0, solar=0.0, parameters=plain
        )
        ours_L = float(evaporating.sweat_L[-1] + evaporating.respiratory_L[-1])
        name = f"{air_C:g} °C, {humidity_pct:g} %, {3.6 * speed_m_s:.1f} km/h"
        rows.append((name, core_C, float(here.core_temperature_C[-1]), water_L, ours_L))
    return rows


def page() -> str:
    """The whole page."""
    sweat, ions, heat = (cases(section) for section in ("sweat", "ions", "heat"))
    ratios = [math.log(c.observed / c.predicted) for c in sweat if c.observed > 0]
    bias, spread = math.exp(np.mean(ratios)), math.exp(np.std(ratios))
    core = [c.predicted - c.observed for c in heat]
    kinds = Counter(p.kind for p in PARAMETERS.values() if p.organ in ORGANS)
    count = ", ".join(f"{kinds[kind]} {kind}" for kind in ("measured", "fitted", "assumed"))
    other = PARAMETERS.replaced(STEEPER)
    off = [100.0 * misses(s, p) for p in (PARAMETERS, other) for s in ("sweat", "unseen")]
    parts = [
        TEXT.format(count=count),
        "## Sweat\n\n" + table(sweat),
        SCALE_TEXT,
        f"Observed over predicted: {bias:.2f}, geometric SD {spread:.2f}, in {len(ratios)} "
        "comparisons. Single runners differ by a geometric SD of 1.35 more; a weigh-in takes "
        "most of that away.",
        "### Studies that nothing was fitted to\n\n" + table(cases("unseen")),
        UNSEEN_TEXT.format(now=off[0], now_unseen=off[1], then=off[2], then_unseen=off[3]),
        "### Where it comes from\n\n" + SOURCES_TEXT + sources_table() + SOURCES_AFTER,
        "## Salt and plasma\n\n" + table(ions + by_hand()),
        "## Core temperature\n\n" + table(heat),
        f"Mean error {np.mean(core):+.2f} °C, largest {max(map(abs, core)):.2f} °C.",
        "## Against JOS-3\n\n" + JOS3_TEXT + jos3_table(),
        "## Virtual runners, 4 h\n\n" + MONTAIN_TEXT + montain_table(),
        LIMITS,
    ]
    return "\n\n".join(parts).rstrip() + "\n"


def misses(section: str, parameters: ParameterSet = PARAMETERS) -> float:
    """Root mean square of the errors of sweat in a section, each relative to what was observed."""
    off = [
        math.log(case.predicted / case.observed)
        for case in cases(section, parameters)
        if case.observed > 0
    ]
    return math.sqrt(float(np.mean(np.square(off))))


def table(cases: list[Case]) -> str:
    """Cases as a table."""
    head = "| case | what | observed | predicted | error | within SD | source | assumed here |"
    return "\n".join([head, "|---" * 8 + "|", *(case.row() for case in cases)])


def jos3_table() -> str:
    """Comparison with JOS-3 as a table."""
    head = (
        "| weather, speed | core JOS-3 °C | here | water JOS-3 L | here |\n|---|---|---|---|---|\n"
    )
    rows = [f"| {n} | {a:.2f} | {b:.2f} | {c:.2f} | {d:.2f} |" for n, a, b, c, d in against_jos3()]
    return head + "\n".join(rows)


def montain_table() -> str:
    """Change of mass and of plasma sodium of runners of three sizes at two temperatures."""
    rows = ["| kg | air °C | drink mL/h | mass % | plasma sodium mmol/L |", "|---|---|---|---|---|"]
    for mass_kg in (50.0, 70.0, 90.0):
        for air_C in (18.0, 28.0):
            for drink in (400.0, 600.0, 800.0):
                states = run(
                    10.0,
                    240,
                    air_C,
                    50.0,
                    mass_kg=mass_kg,
                    height_m=1.75 * (mass_kg / 70.0) ** 0.33,
                    drink_mL_h=drink,
                )
                mass, sodium = states.mass_change_pct[-1], states.plasma_sodium_mmol_L[-1]
                rows.append(f"| {mass_kg:g} | {air_C:g} | {drink:g} | {mass:+.1f} | {sodium:.1f} |")
    return "\n".join(rows)


TEXT = """# The body: heat, water and ions

Written by `python tools/body_cases.py`; a test keeps it equal to what the program computes.

- **Heat**: Minetti's cost of running less work against gravity; breath, convection at the runner's
  own wind, sun, evaporation through clothing, limited by what the air takes up and by the sweat
  that there is. Two nodes, core and skin, and the calf. Days in the heat lower the set point and
  strengthen sweating; loss of mass between 2 and 4.2 % raises it in warm skin.
- **Sweat**: PW of Gonzalez 2009 and 2012, blended; for runners in the field 1.5 times that at the
  start, fading over hours to 0.85 times; up to half more where the core calls for it; a personal
  factor with a geometric SD of 1.35, which each weigh-in narrows: one leaves about a third of the
  80 % interval.
- **Gut**: a stomach that empties in first order with a most, more slowly in hard effort and when
  sweet; then the intestine.
- **Kidneys**: the little that they make during a run (`fluids.urine`), the same whatever is drunk,
  because vasopressin holds surplus water back.
- **Ions**: sodium with its rise by rate, chloride, potassium, calcium, magnesium; plasma,
  interstitium and cells by osmotic balance; plasma sodium by Nguyen & Kurtz, of a rise a fifth
  taken up by bone and skin (`electrolytes.sodium_kept`; 0 switches it off). Water and every ion
  balance to 1e-9 in every run.
- **To the calf**: temperature, sodium, potassium, calcium, magnesium, volume outside cells, and a
  circulation strained by loss of water, which hastens fatigue (`fatigue.dehydration_slope`). One
  number, `heat.dehydration_acts`, takes out all that a loss of water does to the core and to
  fatigue. Core and circulation together have the published size, 1.5 % of endurance per °C of skin
  above 27 °C (Sawka 2015), which a test checks, so that the warmth is not counted twice.

Numbers of the body: {count}; `uncramp parameters heat`, `sweat`, `fluids`,
`electrolytes` and `safety` list each with its source. What was not published for a case had to be
assumed; the last column says what."""

SCALE_TEXT = """Sweat that was weighed is loss of mass and drinks less urine: breath and the carbon
of the fuel are in it, 0.15 to 0.2 L/h. It is compared with the same of the model wherever the
source does not say that it was corrected; taking it for sweat makes the model look a sixth too low
in a warm hour (Cheuvront 2002: 14 to 41 % too much in the cool). A rate that a runner weighed is
read in the same way."""

UNSEEN_TEXT = """These were looked up after the model stood. The warm and dry marathon is predicted
too high, like the one at 12 °C; 30 km in the heat too low, like the warm hours above.

A steeper fade, from 1.8 to 0.7 times PW with an hour for 1.5, was among the best of 90 tried on all
of these studies together. It brings the root mean square error of the sweat of the cases above from
{now:.0f} to {then:.0f} %, but that of the cases here from {now_unseen:.0f} to {then_unseen:.0f} %:
it mends part of the marathons and takes as much from the marathon at 8 °C and from the hot run. So
nothing was changed."""

SOURCES_TEXT = """What would have to evaporate to balance the heat, at the convection of free air
and the skin that the two nodes come to; PW as published, at a treadmill's convection and a skin of
36 °C; the same with breath taken off what is required; and what is predicted with runners in the
field.

"""

SOURCES_AFTER = """

Wind, sun and clothing do not explain the cool marathon: in free air, with less than 36 °C of skin,
the heat balance asks for less than was measured (0.73 L/h at 12 °C), so runners in the cool do
sweat beyond need. PW's cool form (350 g/m²/h before anything is required) says so too, and by too
much at 12 °C: PW was fitted at 15 to 46 °C and winds up to 2.5 m/s, and is carried beyond both.
Taking breath off what is required would mend the marathon at 12 °C; but the abstract does not say
that the coefficients were fitted so, and the marathon at 8 °C, which fits, would come out more than
half a kilogram too light a loss. The two do not ask for the same correction, so none is made.

Warm hours are too low because runners weighed for an hour sweat 1.3 to 1.5 times PW, those in the
table of the ACSM 1.12 times, and marathons measured 0.9: one factor that fades has to serve all. No
published equation tells which of them the runner in front of us is; a weigh-in does.

The corrected equations of 2012 are the ones used, but for their linear correction for sun, which is
for loaded walkers below 700 g/m²/h. Later equations for runners do not help here: those of Jay and
others (2024) are for 20 to 40 °C indoors and for hours above 18 °C outdoors, and neither their
coefficients nor those of Cheuvront (2023) are public."""

JOS3_TEXT = """A man of 70 kg after an hour, in 0.2 clo, without sun; sweat here without what
runners in the field add, because JOS-3 counts what evaporates. Below 20 °C JOS-3 closes the skin
of a runner almost wholly and overheats (39.3 °C at 10 °C), so it is no oracle there.

"""

MONTAIN_TEXT = """The runners of Montain 2006 (10.1136/bjsm.2005.018481) at 10 km/h and 50 %
humidity, drinking water. Their published curves are not available as numbers; this is what is
predicted here.

"""

LIMITS = """## What this is not

- Plasma sodium rises by about 1.5 mmol/L for each per cent of mass lost. Up to 4 % that is between
  the laboratory (Baker 2008: the whole of the equation's rise, about 1.9) and the field (soldiers
  at −1.4 %, no rise: Nolte 2010; a marathon at −2.9 %, a rise in line with plasma volume:
  Whiting 1984). Beyond 4 % nobody has checked the equation: 150 mmol/L after a loss of 6 % is an
  extrapolation. Dehydrated runners at the finish are mostly seen at 140 to 146 mmol/L, with losses
  of 2 to 4 %.
- Lactate and the water that working muscle draws are left out, and hyponatraemia that comes from
  the hormone alone cannot be foreseen: a fall of sodium is never softened by stores or kidneys.
- Weighed losses of an hour in the warm are predicted up to an eighth too low. In the warm marathon
  of 1966 the winner's sweat and mass come out as measured, while the mean runner of the same race
  lost a third less than predicted; what that runner weighed is not in the abstract and what they
  drank is recalled. In a cool marathon the prediction is a quarter above the most that can have
  been sweated: above, where it comes from. What fades over hours is fitted between groups, not
  seen in one runner.
- Soldiers used to heat ran a half marathon at a core of 40.1 °C; predicted is 0.8 °C less, as the
  benefit of being used to heat may be too large for who runs hard. Warnings of heat go by the
  weather, never by this core temperature.
- Calcium and magnesium move by a few hundredths of a millimole: their effect on the calf is close
  to nothing.
- Water stored with glycogen: nearly all is taken to be body water already. Fully counted it would
  lower sodium by 4 to 5 mmol/L in a marathon.
- The heat index of races is estimated from temperature, humidity, wind and sun, to about 2 °C.
- Dehydration and salt are a weak and disputed cause of cramp, whatever is computed here."""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), "utf-8")
    sys.stdout.write(f"{PAGE.name} written\n")


if __name__ == "__main__":
    main()
