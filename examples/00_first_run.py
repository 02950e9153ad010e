"""A first run: read a file, ask why the calf cramps, look inside one simulated calf."""

# %% What is known: the run, the runner, the weather, the drinks
import uncramp as uc
from uncramp.activity import example_path

run = uc.read_activity(example_path())  # or "sunday.fit", a TCX or a GPX file
athlete = uc.Athlete(mass_kg=68.0, height_m=1.78, age_y=39.0, cramps_last_year=2)
given = {"air_temperature_C": 24.0, "relative_humidity_pct": 71.0}
weather = uc.Conditions.resolve(given, run.weather)
drinks = uc.DrinkingPlan(fluid_mL_per_h=300.0, sodium_mg_per_L=500.0)

# %% The answer: what happens to four simulated runners like this one, and what would change it
answer = uc.why(run, athlete, weather, drinks, n_twins=4, seed=1)
report = uc.Report.from_document(answer.document)
print(report.headline)
for cause in report.causes:
    print(f"- {cause.share}: {cause.statement} ({cause.note})")

# %% One of the four, from the inside
twin = uc.Twin(athlete, run_speed_m_s=run.speed_m_s[run.moving].mean(), n=4, seed=1)
result = twin.simulate(twin.member(0), uc.Scenario.of(run, athlete, weather, drinks))
print(result.cramp or "no cramp")
for muscle, drive in zip(result.muscles, result.drive[-1], strict=True):
    print(f"{muscle}: drive {drive:.2f} at the end")
