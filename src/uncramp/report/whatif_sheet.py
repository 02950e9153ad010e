"""Sentences and tables of a what-if, from its document alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from uncramp.language import SOURCE, Language, marked
from uncramp.report import alarms as safety
from uncramp.report import wording
from uncramp.report.assumptions import assumed
from uncramp.report.measures import Measures, clock
from uncramp.report.sheet import Section, Sheet, Table
from uncramp.report.whatif_sweep import (
    NO_ANSWER,
    SURE,
    name_of,
    plain,
    sweep_headline,
    sweep_section,
    when,
)

DRINKING = marked(
    "Drinking and salt are a weak and disputed cause of cramp. Plain water after heavy sweating "
    "can make things worse; a rehydration drink delays a cramp, it does not prevent it."
)
_COMPARES = marked(
    "Salt does not protect you from drinking too much. This compares, it does not advise: never "
    "drink more than you lose, or beyond thirst."
)
_SAID_OF_ALL = ("drink", "stations", "sodium", "product")  # their caveat is the sentence above
STOPPED_EARLY = marked("Stopped early: this rests on fewer simulated runners than asked for.")
_UNSAFE = {
    "low_sodium": marked("too little sodium in the blood"),
    "mass_gain": marked("a gain in weight"),
    "heat": marked("heat in which races are cancelled"),
}
# Options of the run as it was whose names are taken by changes.
_TAKEN = frozenset(
    ("--air", "--humidity", "--wind", "--sun", "--drink", "--sodium", "--calf-raises")
)


def whatif_sheet(
    document: Mapping[str, Any], *, units: str = "metric", language: Language = SOURCE
) -> Sheet:
    """The sheet of a document of schema ``uncramp/whatif/1``."""
    measures = Measures(units, language)
    sweep, after = document["sweep"], document["after"]
    changes = document["changes"]
    if not document["coaching"]:
        return _stopped(document, measures)
    headline = _headline if changes or not sweep else sweep_headline
    sections = [_sides(document, measures)] if changes or not sweep else []
    if sweep:
        sections.append(sweep_section(document, measures))
    sections += [_known(document, language), _limits(document, measures)]
    return Sheet(
        about=wording.printable(document["activity"]["file"]),
        headline=headline(document, language),
        tone=wording.tone(after["probability"]) if changes and not after["warnings"] else "unknown",
        details=_details(document, measures) if changes else (),
        sections=tuple(sections),
        provenance=provenance(document, after["n_twins"], language),
        alarms=alarms(document, measures),
        facts=language.gettext("{distance} in {time} h").format(
            distance=measures.distance(document["activity"]["distance_km"]),
            time=clock(document["activity"]["elapsed_s"]),
        ),
        language=language,
    )


def _stopped(document: Mapping[str, Any], measures: Measures) -> Sheet:
    """Where the forecast is dangerous: what the body comes to, and nothing that could be advice."""
    language = measures.language
    return Sheet(
        about=wording.printable(document["activity"]["file"]),
        headline=language.gettext("No answer on cramps: this drinking is dangerous."),
        tone="alarm",
        details=(),
        sections=(_sides(document, measures, cramps=False), _limits(document, measures)),
        provenance=provenance(document, document["after"]["n_twins"], language),
        alarms=alarms(document, measures),
        language=language,
    )


def provenance(document: Mapping[str, Any], n_twins: int, language: Language = SOURCE) -> str:
    """Everything that repeats the answer."""
    _ = language.gettext
    said = _("uncramp {version} · {n} simulated runners · seed {seed} · parameters {set} {hash}")
    return said.format(
        version=document["version"], n=n_twins, seed=document["seed"], **document["parameters"]
    )


def alarms(document: Mapping[str, Any], measures: Measures) -> tuple[str, ...]:
    """What must be said before the answer."""
    _ = measures.language.gettext
    names = document["after"]["warnings"]
    grave = [name for name in document["before"]["warnings"] if name == "low_sodium"]
    found = [_(alarm) for alarm in safety.alarms(dict.fromkeys((*grave, *names)))]
    rows = (document["sweep"] or {"rows": []})["rows"]
    unsafe = [row for row in rows if row["warnings"]]
    if unsafe and not found:
        broken = {name for row in unsafe for name in row["warnings"]}
        dangers = [_(words) for name, words in _UNSAFE.items() if name in broken]
        said = _(
            "Not to be followed: at {values} {unit} the forecast is {danger}. Those rows are "
            "marked with “unsafe”."
        )
        found.append(
            said.format(
                values=", ".join(plain(row["value"], measures) for row in unsafe),
                unit=_(document["sweep"]["unit"]),
                danger=_(" or ").join(dangers),
            )
        )
    return tuple(found)


def _said(changes: list[Mapping[str, Any]], language: Language) -> str:
    parts = [language.say(change["statement"]) for change in changes]
    last = language.gettext(" and ") + parts[-1]
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + last


def _headline(document: Mapping[str, Any], language: Language) -> str:
    _ = language.gettext
    before, after, by = document["before"], document["after"], document["difference"]
    n = after["n_twins"]
    if not n:
        return _(NO_ANSWER)
    was = wording.of_runners(before["probability"], n, language)
    if not document["changes"]:
        return _("Nothing is changed: {now} cramp.").format(now=was)
    now = wording.cramping(after["probability"], n, language)
    if before["n_cramped"] == after["n_cramped"]:
        said = _("With {changes}, as many as before: {now}.")
    elif by["probability_p10"] <= SURE and by["probability_p90"] >= -SURE:
        said = _(
            "With {changes}, {now} instead of {was}: too few runners to tell that from no effect."
        )
    else:
        said = _("With {changes}, {now} instead of {was}.")
    text = said.format(changes=_said(document["changes"], language), now=now, was=was)
    return text[:1].upper() + text[1:]


def _details(document: Mapping[str, Any], measures: Measures) -> tuple[str, ...]:
    by, _ = document["difference"], measures.language.gettext
    if not by["n_twins"]:
        return ()
    said = _("The same {n} runners with the same chance: {turned}. Difference {points}.")
    turned = _("it decides a cramp for none of them")
    if by["n_prevented"] or by["n_brought"]:
        turned = _("{fewer} spared a cramp, {more} cramping anew").format(
            fewer=by["n_prevented"] or _("none"), more=by["n_brought"] or _("none")
        )
    rows = [
        said.format(n=by["n_twins"], turned=turned, points=points(by, measures.language)),
    ]
    if by["later_s"] is not None:
        minutes = round(by["later_s"] / 60.0)
        said = _("Who cramps either way ({n}) typically does so at the same time.")
        if minutes:
            said = _("Who cramps either way ({n}) typically does so {minutes} min sooner.")
        if minutes > 0:
            said = _("Who cramps either way ({n}) typically does so {minutes} min later.")
        rows.append(said.format(n=by["n_cramp_both"], minutes=abs(minutes)))
    if document["interrupted"]:
        rows.append(_(STOPPED_EARLY))
    return tuple(rows)


def points(by: Mapping[str, Any], language: Language = SOURCE) -> str:
    """``−38 points of 100, 80 % range −60 to −12``."""
    if by["probability"] is None:
        return "–"
    value, low, high = (
        points_number(by[name]) for name in ("probability", "probability_p10", "probability_p90")
    )
    said = language.gettext("{value} points of 100 (80 % range {low} to {high})")
    return said.format(value=value, low=low, high=high)


def points_number(share: float) -> str:
    """A difference of chances in points of 100: ``−38``, ``+4``, ``0``."""
    return f"{100.0 * share:+.0f}".replace("-", "−").replace("+0", "0").replace("−0", "0")


def _sides(document: Mapping[str, Any], measures: Measures, *, cramps: bool = True) -> Section:
    _ = measures.language.gettext
    before, after = document["before"], document["after"]
    rows = (
        []
        if not cramps
        else [
            (_("cramps"), *(_share(side, measures.language) for side in (before, after))),
            (_("around"), *(when(side) for side in (before, after))),
            (_("near"), *(_where(side, measures) for side in (before, after))),
            (_("finish"), *(clock(side["finish_s"]) + " h" for side in (before, after))),
        ]
    )
    for name, label, form in (
        ("mass_change_pct", _("body mass"), lambda v: f"{measures.signed(v, 1)} %"),
        ("plasma_sodium_mmol_L", _("sodium in the blood"), lambda v: f"{v:.0f} mmol/L"),
        ("most_core_temperature_C", _("highest core"), lambda v: measures.temperature(v, 1)),
        ("drunk_L", _("drunk"), measures.volume),
    ):
        values = [side["body_end"][name]["p50"] for side in (before, after)]
        rows.append((label, *("–" if value is None else form(value) for value in values)))
    return Section(
        _("As it was, and changed"),
        table=Table(
            caption=_("The body at the finish: the typical simulated runner."),
            head=("", _("as it was"), _("changed")),
            rows=tuple(rows),
        ),
    )


def _share(side: Mapping[str, Any], language: Language) -> str:
    if side["probability"] is None:
        return "–"
    return language.gettext("{n} of {of}").format(n=side["n_cramped"], of=side["n_twins"])


def _where(side: Mapping[str, Any], measures: Measures) -> str:
    return "–" if side["distance_km"] is None else measures.near(side["distance_km"])


def _known(document: Mapping[str, Any], language: Language) -> Section:
    _ = language.gettext
    rows = [*document["changes"], *([document["sweep"]] if document["sweep"] else [])]
    sentences = [f"{_(DRINKING)} {_(_COMPARES)}"] if document["drinking_warning"] else []
    for row in rows:
        if row["change"] not in _SAID_OF_ALL:
            name, evidence = name_of(row["change"], language), _(wording.EVIDENCE[row["evidence"]])
            sentences.append(
                _("{name}: {caveat} ({evidence})").format(
                    name=name[:1].upper() + name[1:], caveat=_(row["caveat"]), evidence=evidence
                )
            )
    return Section(_("What is known"), tuple(sentences))


def _limits(document: Mapping[str, Any], measures: Measures) -> Section:
    language = measures.language
    _ = language.gettext
    sentences = [
        said_with(row, language, _as_it_was(row[1])) for row in assumed(document, measures)
    ]
    sentences += [_(sentence) for sentence in wording.CANNOT_KNOW]
    sentences += [
        _("File: {warning}").format(warning=wording.printable(language.say(line)))
        for line in document["activity"]["warnings"]
    ]
    return Section(_("What it could not know"), tuple(sentences))


def said_with(row: tuple[str, str], language: Language, flags: str | None = None) -> str:
    """What was assumed, and the options that would say it."""
    said = language.gettext("Say it with {options}").format(options=flags or row[1])
    return f"{row[0]} {said}"


def _as_it_was(flags: str) -> str:
    """Weather, drinks and calf as they were have options of their own: ``--was-air``."""
    return " ".join(
        flag.replace("--", "--was-", 1) if flag in _TAKEN else flag for flag in flags.split()
    )
