"""The answer as one object: every sentence and number that a rendering shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from uncramp import bibliography
from uncramp.language import SOURCE, Language, marked
from uncramp.report import one_calf, schema, wording
from uncramp.report.alarms import alarms
from uncramp.report.assumptions import assumed, weather_line
from uncramp.report.measures import Measures, duration, percent
from uncramp.report.splits import Split, blocks_of, splits
from uncramp.report.statements import statement
from uncramp.units import sodium_mg_from_mmol

_TINY_SHARE = 0.005
_OURSELVES = marked("the uncramp developers")
_MONTHS = (
    marked("January"),
    marked("February"),
    marked("March"),
    marked("April"),
    marked("May"),
    marked("June"),
    marked("July"),
    marked("August"),
    marked("September"),
    marked("October"),
    marked("November"),
    marked("December"),
)


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason: its share of the cramps (None: not known yet), in words, evidence and sources."""

    name: str
    share_of_one: float | None
    share: str
    statement: str
    without: str
    evidence: str
    sources: tuple[str, ...]

    @property
    def note(self) -> str:
        """``without it 3 of 10 cramp · strong evidence · Schwellnus 2009``."""
        return " · ".join(filter(None, (self.without, self.evidence, ", ".join(self.sources))))


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled value: ``Sodium lost``, ``1.31``, ``g``."""

    label: str
    value: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class MuscleState:
    """One muscle at the finish, as printed."""

    name: str
    force: str
    ia_gain: str
    ib_gain: str
    potassium: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a runner is told about a run.

    Build it with `from_document`; render it with ``report.text`` or ``report.html``.

    Attributes
    ----------
    tone
        ``alarm`` (most simulated runners cramp), ``watch``, ``calm`` or ``unknown``.
    focus
        The muscle the charts and tables show: the one that cramps, else the most tired one.
    timeline
        Columns of the result document.
    is_one_calf
        One calf with every spike: an example without a probability.
    alarms
        What must be read first: rules of safety that the run breaks.
    coaching
        False where help is needed and nothing else may be advised.
    """

    title: str
    file: str
    facts: str
    tone: str
    headline: str
    keyword: str
    details: tuple[str, ...]
    focus: str
    muscle_note: str
    causes: tuple[Cause, ...]
    body: tuple[Fact, ...]
    muscles: tuple[MuscleState, ...]
    assumed: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    splits: tuple[Split, ...]
    every_split: tuple[Split, ...]
    timeline: Mapping[str, Any]
    cramp_time_s: float | None
    cramp_label: str
    probability: float | None
    provenance: str
    measures: Measures
    is_one_calf: bool = False
    alarms: tuple[str, ...] = ()
    coaching: bool = True

    @classmethod
    def from_document(
        cls, document: Mapping[str, Any], *, units: str = "metric", language: Language = SOURCE
    ) -> Report:
        """Put a result document (schema ``uncramp/result/1``) into words.

        Parameters
        ----------
        units
            ``metric`` or ``imperial``.
        language
            Of every sentence, with its way to write numbers.

        Raises
        ------
        ValueError
            If the document has another schema, or the units are neither.
        """
        if document.get("schema") != schema.NAME:
            raise ValueError(
                f"a result of schema {document.get('schema')!r}; this version reads "
                f"{schema.NAME}: make the result anew with `uncramp why … --json`"
            )
        measures = Measures(units, language)
        cramp, timeline = document["cramp"], document["timeline"]
        focus = _focus(document)
        activity = document["activity"]
        timed = bool(timeline["time_s"]) and cramp["probability"] is not None
        every = blocks_of(measures, activity["distance_km"])
        alone = "one_calf" in document
        words: Any = one_calf if alone else wording
        return cls(
            title=_title(activity, language),
            file=_file(activity),
            facts=_facts(document, measures),
            tone=one_calf.tone(cramp) if alone else wording.tone(cramp["probability"]),
            headline=words.headline(cramp, measures),
            keyword=words.keyword(cramp, language),
            details=(
                one_calf.details(document, language) if alone else _details(document, measures)
            ),
            focus=focus,
            muscle_note=language.gettext(wording.MUSCLE_NOTES[focus]) if cramp["muscle"] else "",
            causes=_causes(document, measures),
            body=_body(document, measures),
            muscles=_muscles(document, measures),
            assumed=assumed(document, measures),
            warnings=tuple(wording.printable(language.say(line)) for line in activity["warnings"]),
            splits=splits(timeline, focus, measures, every) if timed else (),
            every_split=splits(timeline, focus, measures) if timed and every > 1 else (),
            timeline=timeline,
            cramp_time_s=cramp["time_s"],
            cramp_label=wording.cramp_label(cramp, language),
            probability=cramp["probability"],
            provenance=(one_calf.provenance if alone else _provenance)(document, language),
            measures=measures,
            is_one_calf=alone,
            alarms=tuple(map(language.gettext, alarms(document.get("warnings", ())))),
            coaching=document.get("coaching", True),
        )

    def gettext(self, message: str) -> str:
        """A sentence of a rendering, in the language of the report."""
        return self.measures.language.gettext(message)

    @property
    def headline_parts(self) -> tuple[tuple[str, bool], ...]:
        """The headline in pieces, each with whether it is the word to notice."""
        before, word, after = self.headline.partition(self.keyword) if self.keyword else ("",) * 3
        if not word:
            return ((self.headline, False),)
        return tuple(part for part in ((before, False), (word, True), (after, False)) if part[0])

    @property
    def cannot_know(self) -> tuple[str, ...]:
        """What no file can tell the model."""
        return tuple(map(self.gettext, wording.CANNOT_KNOW))

    @property
    def focus_name(self) -> str:
        """The muscle in focus, in short."""
        return self.gettext(wording.SHORT_NAMES[self.focus])

    @property
    def causes_title(self) -> str:
        """``Why``; where nobody is expected to cramp, what comes nearest to a reason."""
        _ = self.gettext
        return _("Why") if self.tone in ("alarm", "watch") else _("What raises the chance")

    def next_steps(
        self, *, file: str | None, known: frozenset[str], has_page: bool
    ) -> tuple[tuple[str, str], ...]:
        """Commands to offer next, with what each is for; only commands that exist.

        Parameters
        ----------
        file
            The file as typed, quoted for a shell; None after standard input or a demo.
        known
            Names of the installed commands.
        has_page
            Whether a page was written already.
        """
        _ = self.gettext
        if not self.coaching:
            return ()
        target = file or _("your-run.fit")
        steps: list[tuple[str, str, str]] = []
        if file is None:
            steps.append(("why", f"uncramp why {target}", _("your own run")))
        elif not has_page:
            steps.append(("why", f"uncramp why {target} --html run.html", _("charts, one page")))
        if file is not None and self.assumed:
            flags = " ".join(f"{flag} …" for flag in self.assumed[0][1].split()[:2])
            steps.append(("why", f"uncramp why {target} {flags}", _("say what was assumed")))
        steps += [
            ("log-cramp", "uncramp log-cramp", _("did it really cramp? write it down")),
            ("relief", "uncramp relief", _("cramping right now? start here")),
        ]
        return tuple((command, note) for name, command, note in steps if name in known)


def _title(activity: Mapping[str, Any], language: Language) -> str:
    _ = language.gettext
    if not activity["start"]:
        return _file(activity)
    start = datetime.fromisoformat(activity["start"])
    said = _("Run of 1 {month} {year}") if start.day == 1 else _("Run of {day} {month} {year}")
    return said.format(day=start.day, month=_(_MONTHS[start.month - 1]), year=start.year)


def _file(activity: Mapping[str, Any]) -> str:
    """The file's own name: folders are nobody's business in a shared report."""
    return wording.printable(PurePath(activity["file"]).name) or "run"


def _facts(document: Mapping[str, Any], measures: Measures) -> str:
    _ = measures.language.gettext
    activity = document["activity"]
    name = document["athlete"].get("name")
    parts = [wording.printable(name)] if name else []
    way, time = measures.distance(activity["distance_km"]), duration(activity["elapsed_s"])
    parts += [_("{distance} in {time}").format(distance=way, time=time)]
    paused_s = activity["elapsed_s"] - activity["moving_s"]
    if paused_s >= 60.0:
        parts.append(_("{time} of it standing").format(time=duration(paused_s)))
    if activity["ascent_m"]:
        parts.append(_("{height} up").format(height=measures.height(activity["ascent_m"])))
    if weather := weather_line(document["conditions"], measures):
        parts.append(weather)
    return ", ".join(parts)


def _details(document: Mapping[str, Any], measures: Measures) -> tuple[str, ...]:
    share = _share_of(document["cramp"]["muscle"], document["timeline"])
    lines = [line for line in wording.details(document["cramp"], measures, share) if line]
    n_twins = document["cramp"]["n_twins"]
    if document["interrupted"] and n_twins:
        _ = measures.language.gettext
        one = _("Stopped early: this rests on 1 simulated runner.")
        several = _("Stopped early: this rests on {n} simulated runners.")
        lines.append(one if n_twins == 1 else several.format(n=n_twins))
    return tuple(lines)


def _share_of(muscle: str | None, timeline: Mapping[str, Any]) -> float | None:
    """Share of the cramps that are in one muscle; None where unknown."""
    in_muscle, in_any = timeline.get(f"{muscle}_cramp_probability"), timeline["cramp_probability"]
    return in_muscle[-1] / in_any[-1] if in_muscle and in_any and in_any[-1] else None


def _focus(document: Mapping[str, Any]) -> str:
    """The muscle that cramps; else the one with the least force left."""
    if document["cramp"]["muscle"]:
        return str(document["cramp"]["muscle"])
    left = {
        name: state["force_capacity_end"]
        for name, state in document["muscles"].items()
        if name in wording.MUSCLES and state["force_capacity_end"] is not None
    }
    return min(left, key=lambda name: left[name]) if left else wording.MUSCLES[0]


def _causes(document: Mapping[str, Any], measures: Measures) -> tuple[Cause, ...]:
    """The largest share first; where shares are not known yet, what would help most first."""
    language, n_twins = measures.language, document["cramp"]["n_twins"]
    given = [cause for cause in document["why"] if cause["cause"] != "unexplained"]
    found = [
        Cause(
            name=cause["cause"],
            share_of_one=cause["share"],
            share="–" if cause["share"] is None else percent(cause["share"]),
            statement=wording.printable(statement(cause, measures)),
            without=wording.without(
                cause["probability_without"],
                n_twins,
                wording.REMOVED.get(cause["cause"], wording.GONE),
                language,
            ),
            evidence=language.gettext(wording.EVIDENCE.get(cause["evidence"], cause["evidence"])),
            sources=tuple(_short(key, language) for key in cause["sources"]),
        )
        for cause in sorted(given, key=_weight)
    ]
    shares = [cause.share_of_one for cause in found if cause.share_of_one is not None]
    rest = 1.0 - sum(shares)
    if found and len(shares) == len(found) and rest > _TINY_SHARE:
        said = language.gettext(wording.UNEXPLAINED)
        found.append(Cause("unexplained", rest, percent(rest), said, "", "", ()))
    return tuple(found)


def _weight(cause: Mapping[str, Any]) -> tuple[float, float]:
    without = cause["probability_without"]
    return (-(cause["share"] or 0.0), 1.0 if without is None else without)


def _short(key: str, language: Language) -> str:
    """``Minetti 2002``; the key itself where a result knows a source that we do not."""
    try:
        return bibliography.short(key).replace(_OURSELVES, language.gettext(_OURSELVES))
    except KeyError:
        return key


def _body(document: Mapping[str, Any], measures: Measures) -> tuple[Fact, ...]:
    _ = measures.language.gettext
    end = document["body_end"]
    rows: list[Fact] = []
    if end["mass_change_pct"] is not None:
        change = end["mass_change_pct"]
        label = _("Body mass lost") if change <= 0.0 else _("Body mass gained")
        rows.append(Fact(label, measures.number(abs(change), 1), "%"))
    if end["sweat_L"] is not None:
        rows.append(Fact(_("Sweat"), *measures.volume(end["sweat_L"]).split(" ", 1)))
    if end["drunk_L"] is not None:
        rows.append(Fact(_("Drunk"), *measures.volume(end["drunk_L"]).split(" ", 1)))
    if end["sodium_lost_mmol"] is not None:
        grams = sodium_mg_from_mmol(end["sodium_lost_mmol"]) / 1000.0
        rows.append(Fact(_("Sodium lost"), measures.number(grams, 1), "g"))
    if end["plasma_sodium_mmol_L"] is not None:
        value = measures.number(end["plasma_sodium_mmol_L"])
        rows.append(Fact(_("Sodium in the blood"), value, "mmol/L"))
    temperatures = document["timeline"].get("core_temperature_C") or []
    if temperatures and temperatures[-1] is not None:
        degrees = measures.temperature(temperatures[-1], digits=1).split(" ")
        rows.append(Fact(_("Core temperature"), *degrees))
    return tuple(rows)


def _muscles(document: Mapping[str, Any], measures: Measures) -> tuple[MuscleState, ...]:
    names = {name: measures.language.gettext(wording.SHORT_NAMES[name]) for name in wording.MUSCLES}
    return tuple(
        MuscleState(
            name=names[name][:1].upper() + names[name][1:],
            force=_percent(state["force_capacity_end"]),
            ia_gain=_percent(state["ia_gain_end"]),
            ib_gain=_percent(state["ib_gain_end"]),
            potassium="–"
            if (top := state["potassium_mM_max"]) is None
            else measures.number(top, 1),
        )
        for name in wording.MUSCLES
        if (state := document["muscles"].get(name)) is not None
    )


def _tenths(value: float | None, measures: Measures) -> str:
    return "–" if value is None else measures.number(value, 1)


def _percent(fraction: float | None) -> str:
    return "–" if fraction is None else percent(fraction)


def _provenance(document: Mapping[str, Any], language: Language) -> str:
    parameters = document["parameters"]
    said = language.gettext(
        "uncramp {version} · {twins} simulated runners · seed {seed} · parameters {parameters}"
    )
    return said.format(
        version=document["version"],
        twins=document["cramp"]["n_twins"],
        seed=document["seed"],
        parameters=f"{parameters['set']} {parameters['hash']}",
    )
