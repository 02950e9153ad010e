"""docs/science/studies.md: every gate, failures included; which result needs which component."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files

from uncramp import bibliography
from uncramp.parameters import load_parameters
from uncramp.studies.ablation import Ablation
from uncramp.studies.accounts import accounts, switches
from uncramp.studies.cohort import laboratories
from uncramp.studies.comparison import Comparison, GateResult
from uncramp.studies.summary import counted, observed
from uncramp.studies.table import amount

# What a single story of cramp cannot hold together: the result, and the gates that show it.
CONTRADICTIONS = (
    ("local exhaustion raises the threshold", ("G16",)),
    ("and yet cramps come late in a race", ("G21", "G22")),
    ("stretch ends a cramp", ("G09",)),
    ("and yet stretching before does not prevent it", ("G20",)),
    ("losing 3 % of body mass alone changes nothing", ("G12",)),
    ("and yet water lowers the threshold and rehydration solution raises it", ("G13", "G14")),
)

_HEAD = """\
# Published experiments, re-run

Written by `make studies`; do not edit by hand. Every experiment is re-run on virtual subjects drawn
from **one parameter set**; only the population, the protocol and one stimulus factor per laboratory
differ. `uncramp studies` prints the same, `uncramp studies NAME --plot` draws one,
`uncramp studies --without spindle_gain` leaves a component out.
"""


def reasons() -> dict[str, str]:
    """Gate → why it fails, from ``reasons.toml``."""
    text = files("uncramp.studies").joinpath("reasons.toml").read_text("utf-8")
    return {name: str(sentence) for name, sentence in tomllib.loads(text).items()}


_ABLATION_HEAD = """\
# What each result needs

Written by `make ablation`; do not edit by hand. The gates are those of [the studies](studies.md).
"""
_ABLATION_ELSEWHERE = """\
## Which result needs which component

[Every component switched off in turn](ablation.md), written by `make ablation`.
"""


def document(found: Sequence[Comparison], figures: str) -> str:
    """The whole document.

    Parameters
    ----------
    figures
        Folder of the figures, seen from the document.
    """
    results = sorted_gates(found)
    subjects = sorted({comparison.n for comparison in found})
    ran = (
        f"Parameters `{load_parameters().hash()}`, seed {found[0].seed}, "
        f"{' or '.join(map(str, subjects))} virtual subjects per group."
    )
    parts = [
        _HEAD,
        f"{ran} **{counted(found)}**\n",
        *_gates(results),
        *_failures(results),
        *_contradictions({result.gate.id: result for result in results}),
        *_laboratories(),
        *_parameters(),
        _ABLATION_ELSEWHERE,
        *_accounts(),
        *_studies(found, figures),
    ]
    return "\n".join(parts)


def ablation_document(ablation: Ablation) -> str:
    """A document of its own: which result needs which component."""
    return "\n".join((_ABLATION_HEAD, *_ablation(ablation)))


def sorted_gates(found: Iterable[Comparison]) -> list[GateResult]:
    """All gates of all studies, by their number."""
    results = [result for comparison in found for result in comparison.gates]
    return sorted(results, key=lambda result: result.gate.id)


def holds(gates: Sequence[str], results: Mapping[str, GateResult]) -> bool:
    """Whether every one of these gates is met; one that was not run is not."""
    return all(gate in results and results[gate].within for gate in gates)


def _gates(results: Sequence[GateResult]) -> list[str]:
    rows = [
        (
            result.gate.id,
            result.gate.study,
            result.gate.metric,
            f"{result.gate.target:g}",
            f"{result.gate.low:g} to {result.gate.high:g}",
            amount(result.value, result.interval, "") or "none",
            "within" if result.within else "**not within**",
        )
        for result in results
    ]
    head = ("gate", "study", "what", "published", "accepted", "simulated (95 %)", "")
    return ["## Gates\n", *markdown_table(head, rows)]


def _failures(results: Sequence[GateResult]) -> list[str]:
    failed = [result for result in results if not result.within]
    if not failed:
        return ["## What fails\n", "Nothing.\n"]
    known = reasons()
    lines = [
        f"- **{result.gate.id}** ({result.gate.study}; {result.gate.metric}): "
        f"{amount(result.value, result.interval, '') or 'no value'}; {result.verdict}. "
        f"{known.get(result.gate.id, 'No reason is known yet.')}"
        for result in failed
    ]
    return ["## What fails\n", *lines, ""]


def _contradictions(results: Mapping[str, GateResult]) -> list[str]:
    rows = [
        (text, ", ".join(gates), "holds" if holds(gates, results) else "**does not hold**")
        for text, gates in CONTRADICTIONS
    ]
    foreword = "What kills simple accounts of cramp, all in one parameter set:\n"
    return ["## The contradictions\n", foreword, *markdown_table(("result", "gates", ""), rows)]


def _laboratories() -> list[str]:
    rows = [
        (
            lab.where,
            f"{lab.stimulus_strength:g}",
            f"{lab.oral_reflex:g}" if lab.oral_reflex else "",
            lab.note,
        )
        for lab in laboratories().values()
    ]
    head = ("laboratory", "share of axons reached", "oral reflex", "note")
    return ["## One factor per laboratory\n", *markdown_table(head, rows)]


def _parameters() -> list[str]:
    kinds = Counter(parameter.kind for parameter in load_parameters().values())
    total = sum(kinds.values())
    said = ", ".join(f"{kinds[kind]} {kind}" for kind in ("measured", "fitted", "assumed"))
    return [
        "## The parameters\n",
        f"{total} numbers: {said}. `uncramp parameters` lists each with unit, range and source.\n",
    ]


def _ablation(ablation: Ablation) -> list[str]:
    gates = list(ablation.whole)
    head = ("without", *(gate.removeprefix("G") for gate in gates))
    base = ("nothing", *("+" if ablation.whole[gate].within else "−" for gate in gates))
    rows = [base]
    for name in ablation.without:
        lost, gained = set(ablation.needed_for(name)), set(ablation.kept_from(name))
        marks = ("**lost**" if g in lost else "gained" if g in gained else "" for g in gates)
        rows.append((f"`{name}`", *marks))
    lines = []
    for name in ablation.without:
        lost_ids = ablation.needed_for(name)
        needed = ", ".join(lost_ids) if lost_ids else "none of them"
        lines.append(f"- `{name}` ({switches()[name].title}): {needed}")
    return [
        "## Which result needs which component\n",
        f"Every component switched off in turn, {ablation.n} subjects per group (fewer where "
        "a protocol takes an hour), so that single gates may differ from the table above: **+** "
        "met with everything, **−** not; **lost**: met with everything and not without the "
        "component; gained: the other way round. Nothing is fitted anew.\n",
        *markdown_table(head, rows),
        "Needed for:\n",
        *lines,
        "",
    ]


def _accounts() -> list[str]:
    parts = ["## The accounts of cramp, and what speaks against each\n"]
    for account in accounts().values():
        own = [switch.id for switch in switches().values() if switch.account == account.id]
        parts += [f"### {account.title}\n", f"{account.says}\n"]
        parts.append(f"Components: {', '.join(f'`{name}`' for name in own)}.")
        parts += ["", "Against it alone:\n"]
        parts += [f"- {said} ({bibliography.short(key)})" for said, key in account.against]
        parts.append("")
    return parts


def _studies(found: Sequence[Comparison], figures: str) -> list[str]:
    parts = ["## The studies\n"]
    for comparison in found:
        study = comparison.study
        rows = [
            (
                row.outcome.id,
                row.outcome.text,
                observed(row.outcome) or row.outcome.direction,
                f"{amount(row.mean, row.interval, row.outcome.unit) or 'none'}, "
                f"n={len(row.values)}",
            )
            for row in comparison.simulated
        ]
        source = bibliography.short(study.citation)
        parts += [
            f"### {study.name}: {study.question}\n",
            f"{source}. {study.population}; {study.muscle}. Simulated: {study.simulated_muscle}.\n",
            f"{study.protocol}\n",
            f"![Observed and simulated results of {source}]({figures}/{study.name}.svg)\n",
            *markdown_table(("row", "outcome", "observed", "simulated"), rows),
        ]
    return parts


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines of a Markdown table and an empty one."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in rows]
    return [*lines, ""]
