"""``uncramp relief``: a cramp now. Starts at once: imports neither numpy nor rich."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click

from uncramp.advice.relief import Protocol, Step, load_protocol
from uncramp.advice.triage import GROUPS, URGENT, Outcome, Triage, load_triage
from uncramp.cli import relief_text as text
from uncramp.cli.lang import language_option
from uncramp.cli.numbers import Number, WholeNumber
from uncramp.language import Language, Sentence

_WIDEST = 88
_WIDEST_TABLE = 120
_FILE = click.Path(dir_okay=False)


@click.command()
@click.option("--plain", is_flag=True, help="Only text, no timed holds (the default in a pipe).")
@click.option("--triage", is_flag=True, help="First ask whether it may be more than a cramp.")
@click.option(
    "--signs",
    metavar="LIST",
    help="Triage without questions: sign names with commas between, or none.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the steps, or the triage, as JSON.")
@click.option(
    "--explain",
    "explained",
    is_flag=True,
    help="Instead: each step tried on simulated calves, beside what people did. A minute or two.",
)
@click.option(
    "--html", type=_FILE, metavar="FILE", help="With --explain: also a page with figures."
)
@click.option("--png", type=_FILE, metavar="FILE", help="With --explain: also the figure.")
@click.option(
    "--calves",
    type=WholeNumber(1, 1000),
    metavar="N",
    help="With --explain: calves that cramp, per muscle.  [default: 10]",
)
@click.option("--seed", type=WholeNumber(0), metavar="N", help="With --explain.  [default: 1]")
@click.option(
    "--watch",
    "watch_s",
    type=Number(10.0, 1800.0),
    metavar="SECONDS",
    help="With --explain: how long a cramp is watched.  [default: 90]",
)
@language_option
def relief(
    plain: bool,
    triage: bool,
    signs: str | None,
    as_json: bool,
    explained: bool,
    language: Language,
    **experiment: Any,
) -> None:
    """I have a cramp now: what to do, step by step, with timed holds.

    Keys during the holds: space next, r repeat, q stop. First aid, not a diagnosis.
    """
    if os.environ.get("NO_COLOR"):
        click.get_current_context().color = False
    if explained:
        if triage or signs is not None:
            raise click.UsageError(
                Sentence("--explain simulates; ask for --triage in a call of its own.")
            )
        _explain(as_json, **experiment)
        return
    if given := [f"--{name}" for name, value in experiment.items() if value is not None]:
        raise click.UsageError(
            Sentence("{options}: only with --explain.", options=", ".join(given))
        )
    rules, found = load_triage(), None
    if signs is not None:
        found = _assessed(rules, signs)
    elif triage:
        if as_json:
            raise click.UsageError(
                Sentence("--json cannot ask: name the signs with --signs, or none.")
            )
        found = _asked(rules, language)
    protocol = load_protocol()
    if found:
        protocol = protocol.allowed(found.forbidden)
    if as_json:
        _print_json(rules, protocol, found, language)
        return
    on_terminal = not plain and sys.stdin.isatty() and sys.stdout.isatty()
    _show(rules, protocol, found, language, on_terminal)
    suspected = found is not None and any(rule.id == "thrombosis" for rule in found.rules)
    if triage and suspected and found and found.level != "emergency":
        _wells(rules, language)


def _explain(
    as_json: bool,
    html: str | None,
    png: str | None,
    calves: int | None,
    seed: int | None,
    watch_s: float | None,
) -> None:
    """The experiment; everything heavy is imported here and no earlier."""
    from pathlib import Path

    from uncramp.cli.relief_explain import explain

    explain(
        calves=10 if calves is None else calves,
        watch_s=watch_s,
        seed=1 if seed is None else seed,
        as_json=as_json,
        html=Path(html) if html else None,
        png=Path(png) if png else None,
        width=_width(_WIDEST_TABLE),
    )


def _show(
    rules: Triage, protocol: Protocol, found: Outcome | None, language: Language, timed: bool
) -> None:
    _, width = language.gettext, _width()
    if found:
        _print(text.outcome(found, language, width))
        if found.level == "emergency":
            return
        click.echo()
    else:
        click.secho(_("Calf cramp: do this now"), bold=True)
        click.echo(_("First aid, not a diagnosis. In doubt, get help.") + "\n")
    if not found or found.level not in URGENT:  # before any exercise
        _print(text.warnings(rules.flags, language, width), colour="red")
    if timed and protocol.holds():
        _held(protocol, rules, language, width)
        _print(text.steps(protocol, language, width, ["after"] if protocol.phase("after") else []))
    else:
        phases = [phase for phase in ("now", "after") if protocol.phase(phase)]
        _print(text.steps(protocol, language, width, phases))
    click.echo(_("Write it down afterwards: {command}").format(command="uncramp log-cramp --help"))


def _held(protocol: Protocol, rules: Triage, language: Language, width: int) -> None:
    """The steps of now, the timed ones with a countdown and the warnings beside it."""
    from uncramp.cli.holds import TerminalKeys, run_holds

    _ = language.gettext
    for step in protocol.phase("now"):
        if not step.hold_s:
            _print(text.labelled(step, protocol, language, width))
    click.secho(_("Keys: space next, r repeat, q stop"), dim=True)

    def announce(step: Step) -> None:
        click.echo()
        _print(text.reminder(rules.flags, language, width), colour="red")
        click.secho("\n".join(text.labelled(step, protocol, language, width)), bold=True)

    def write(characters: str) -> None:
        click.echo(characters, nl=False)

    with TerminalKeys() as keys:
        run_holds(protocol.holds(), language, keys, announce, write)
    click.echo()


def _asked(rules: Triage, language: Language) -> Outcome:
    """Ask group by group; an emergency ends the questions."""
    _ = language.gettext
    headings = {"body": _("The whole body"), "leg": _("The leg"), "you": _("You")}
    present: list[str] = []
    for group in GROUPS:
        signs = [sign for sign in rules.signs if sign.group == group]
        ticked = _ticked(headings[group], [sign.ask for sign in signs], language)
        present += [signs[place].id for place in ticked]
        if rules.assess(present).level == "emergency":
            break
    return rules.assess(present)


def _wells(rules: Triage, language: Language) -> None:
    """The Wells score, asked after the answer has been shown: it changes nothing of it."""
    items = rules.wells_items
    heading = language.gettext("The Wells score, for the clinician")
    places = _ticked(heading, [item.ask for item in items], language)
    click.echo(text.wells(rules.wells(items[place].id for place in places), language))


def _ticked(heading: str, asks: Sequence[str], language: Language) -> list[int]:
    """Places of the lines somebody ticks."""
    _ = language.gettext
    click.secho(heading, bold=True)
    for number, ask in enumerate(asks, start=1):
        _print(text.item(number, ask, language, _width()))
    while True:
        answer = click.prompt(
            _("Numbers that apply or that you are not sure about; 0 for none"), type=str
        )
        numbers = answer.replace(",", " ").split()
        if all(n.isdigit() and int(n) <= len(asks) for n in numbers):
            click.echo()
            return [int(n) - 1 for n in numbers if int(n)]
        click.echo(_("Write numbers of the list, for instance: 2 4"), err=True)


def _assessed(rules: Triage, signs: str) -> Outcome:
    names = [name.strip() for name in signs.split(",") if name.strip()]
    if not names:
        raise click.BadParameter(Sentence("name the signs, or none"), param_hint="--signs")
    try:
        return rules.assess([] if names == ["none"] else names)
    except ValueError as error:
        raise click.BadParameter(error.args[0], param_hint="--signs") from None


def _print_json(
    rules: Triage, protocol: Protocol, found: Outcome | None, language: Language
) -> None:
    import json

    _ = language.gettext
    answer: dict[str, Any] = {"schema": 1, "language": language.code}
    if found:
        answer["level"] = found.level
        answer["acts"] = [_(act) for act in found.acts()]
        answer["forbidden"] = sorted(found.forbidden)
        answer["rules"] = [
            {"id": r.id, "name": _(r.name), "criterion": r.criterion, "sources": r.sources}
            for r in found.rules
        ]
    answer["warnings"] = [{"level": flag.level, "text": _(flag.line)} for flag in rules.flags]
    answer["steps"] = [_as_table(step, protocol, language) for step in protocol.steps]
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def _as_table(step: Step, protocol: Protocol, language: Language) -> dict[str, Any]:
    _ = language.gettext
    return {
        "id": step.id,
        "phase": step.phase,
        "title": _(step.title),
        "do": _(step.do),
        "hold_s": step.hold_s,
        "times": step.times,
        "evidence": step.evidence,
        "evidence_text": _(protocol.evidence[step.evidence]),
        "known": _(step.known),
        "sources": step.sources,
    }


def _print(lines: Iterable[str], colour: str | None = None) -> None:
    for line in lines:
        click.secho(line, fg=colour)


def _width(widest: int = _WIDEST) -> int:
    try:
        return max(40, min(os.get_terminal_size().columns, widest))
    except OSError:
        return widest
