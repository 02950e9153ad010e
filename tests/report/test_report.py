"""The Report: what a document says, in words."""

from __future__ import annotations

import copy
from types import ModuleType
from typing import Any

import pytest

from uncramp.report import Report


@pytest.fixture
def marathon(synthetic: ModuleType) -> dict[str, Any]:
    return copy.deepcopy(synthetic.marathon())


def test_the_heading_holds_date_distance_time_and_known_weather(marathon: dict[str, Any]) -> None:
    report = Report.from_document(marathon)
    assert report.title == "Run of 12 October 2025"
    assert report.facts == (
        "41.9 km in 3 h 58 min, 3 min of it standing, 212 m up, 24 °C, 71 % humidity"
    )


def test_assumed_weather_is_not_stated_as_fact(marathon: dict[str, Any]) -> None:
    marathon["conditions"]["air_temperature_C"]["source"] = "assumed"
    report = Report.from_document(marathon)
    assert "24 °C" not in report.facts
    sentence, flags = report.assumed[0]
    assert sentence == "Assumed: 24 °C, wind 5 km/h, some sun, an ordinary drink."
    assert flags == "--air --wind --sun --sodium"


def test_facts_not_given_are_listed_with_their_options(marathon: dict[str, Any]) -> None:
    sentence, flags = Report.from_document(marathon).assumed[1]
    assert sentence == "Not given: weekly distance, longest recent run, easy pace, calf raises."
    assert flags == "--weekly-km --longest-km --easy-pace --calf-raises"


def test_causes_are_sorted_and_the_rest_is_owned_up_to(marathon: dict[str, Any]) -> None:
    marathon["why"].reverse()
    causes = Report.from_document(marathon).causes
    assert [cause.name for cause in causes] == [
        "pace", "distance", "hills", "heat", "fluid_sodium", "unexplained",
    ]  # fmt: skip
    assert sum(cause.share_of_one for cause in causes) == pytest.approx(1.0)
    assert causes[0].note == (
        "without it 3 of 10 cramp · strong evidence · the uncramp developers 2026"
    )


def test_an_unexplained_row_of_the_document_is_not_counted_twice(marathon: dict[str, Any]) -> None:
    row = {**marathon["why"][0], "cause": "unexplained", "share": 0.06}
    marathon["why"].append(row)
    names = [cause.name for cause in Report.from_document(marathon).causes]
    assert names.count("unexplained") == 1


def test_a_protecting_cause_keeps_its_sign(marathon: dict[str, Any]) -> None:
    marathon["why"][-1]["share"] = -0.05
    shares = {cause.name: cause.share for cause in Report.from_document(marathon).causes}
    assert shares["fluid_sodium"] == "−5 %"
    assert shares["unexplained"] == "16 %"


def test_a_source_we_do_not_know_is_shown_by_its_key(marathon: dict[str, Any]) -> None:
    marathon["why"][0]["sources"] = ["Nobody2099"]
    assert Report.from_document(marathon).causes[0].sources == ("Nobody2099",)


def test_only_commands_that_exist_are_offered(marathon: dict[str, Any]) -> None:
    report = Report.from_document(marathon)
    steps = report.next_steps(file="sunday.fit", known=frozenset({"why"}), has_page=False)
    assert [command for command, _ in steps] == [
        "uncramp why sunday.fit --html run.html",
        "uncramp why sunday.fit --wind … --sun …",
    ]
    steps = report.next_steps(file=None, known=frozenset({"why", "relief"}), has_page=True)
    assert [command for command, _ in steps] == ["uncramp why your-run.fit", "uncramp relief"]


def test_water_is_not_salt(marathon: dict[str, Any]) -> None:
    facts = {fact.label: (fact.value, fact.unit) for fact in Report.from_document(marathon).body}
    assert facts["Sodium lost"] == ("3.1", "g")  # 136.8 mmol at 22.99 mg each
    assert facts["Body mass lost"] == ("3.6", "%")
    marathon["body_end"]["mass_change_pct"] = 0.8
    labels = [fact.label for fact in Report.from_document(marathon).body]
    assert labels[0] == "Body mass gained"


def test_imperial_reaches_every_part(marathon: dict[str, Any]) -> None:
    report = Report.from_document(marathon, units="imperial")
    assert report.facts.startswith("26.1 mi in 3 h 58 min")
    assert "mile 23" in report.headline
    assert [row.label for row in report.splits][-1] == "25–26.1"
    shown = {fact.unit for fact in report.body}
    assert {"fl oz", "°F"} <= shown
    assert not {"L", "°C"} & shown


def test_folders_and_control_characters_stay_out(marathon: dict[str, Any]) -> None:
    marathon["activity"]["file"] = "somewhere/secret/run\x1b]0;x\x07.fit"
    report = Report.from_document(marathon)
    assert report.file == "run ]0;x .fit"


def test_a_name_is_greeted(marathon: dict[str, Any]) -> None:
    marathon["athlete"]["name"] = "Ada"
    assert Report.from_document(marathon).facts.startswith("Ada, 41.9 km")


def test_another_schema_is_refused(marathon: dict[str, Any]) -> None:
    marathon["schema"] = "uncramp/result/9"
    with pytest.raises(ValueError, match=r"result/9.*reads uncramp/result/1"):
        Report.from_document(marathon)


def test_without_any_finished_runner_there_is_no_chart_and_no_crash(
    marathon: dict[str, Any],
) -> None:
    marathon.update(interrupted=True, why=[])
    marathon["cramp"] = dict.fromkeys(marathon["cramp"])
    marathon["cramp"].update(n_twins=0, n_cramped=0)
    marathon["timeline"] = {name: [] for name in marathon["timeline"]}
    report = Report.from_document(marathon)
    assert report.tone == "unknown"
    assert report.splits == ()


def test_shares_that_are_not_known_yet_are_no_zeros(marathon: dict[str, Any]) -> None:
    """Stopped among the causes: what would help most comes first, and nothing is unexplained."""
    for cause in marathon["why"]:
        cause["share"] = None
    marathon["why"].reverse()
    causes = Report.from_document(marathon).causes
    assert [cause.name for cause in causes] == ["pace", "distance", "hills", "heat", "fluid_sodium"]
    assert {cause.share for cause in causes} == {"–"}


def test_what_is_lacking_is_made_good_and_not_taken_away(marathon: dict[str, Any]) -> None:
    marathon["why"][0]["cause"] = "conditioning"
    assert Report.from_document(marathon).causes[0].without == "with that 3 of 10 cramp"


def test_causes_come_in_the_readers_units(marathon: dict[str, Any]) -> None:
    marathon["why"][1]["values"] = {"run_km": 42.195, "longest_km": 28.0}
    metric, imperial = (
        Report.from_document(marathon, units=units).causes[1].statement
        for units in ("metric", "imperial")
    )
    assert metric == marathon["why"][1]["statement"]
    assert imperial == "Longer than you are used to: 26.2 mi against 17.4 mi"
