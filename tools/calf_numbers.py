"""Write the counts of the calf's numbers into docs/science/calf.md: measured, fitted, assumed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from uncramp.parameters import load_parameters

DOCUMENT = Path(__file__).parents[1] / "docs" / "science" / "calf.md"
BEGIN, END = "<!-- numbers: begin -->\n", "<!-- numbers: end -->\n"
KINDS = ("measured", "fitted", "assumed")
ORGANS = {
    "motor_neurons": "motor neurons",
    "spindle": "spindle",
    "tendon_organ": "tendon organ",
    "terminals": "terminals of Ia fibres",
    "motor_terminals": "ends of axons and sensory endings",
    "milieu": "ions and temperature",
    "fatigue": "fatigue",
    "central_fatigue": "central fatigue",
    "muscle": "muscle, common",
    "medial_gastrocnemius": "medial gastrocnemius",
    "lateral_gastrocnemius": "lateral gastrocnemius",
    "soleus": "soleus",
    "gait": "gait",
    "cramp": "definition of a cramp",
}


def table() -> str:
    """Rows of organs, columns of kinds, and their sums."""
    parameters = load_parameters()
    counts = {
        organ: Counter(p.kind for p in parameters.values() if p.organ == organ) for organ in ORGANS
    }
    lines = ["| part | measured | fitted | assumed |", "|---|---|---|---|"]
    for organ, title in ORGANS.items():
        lines.append(f"| {title} | " + " | ".join(str(counts[organ][k]) for k in KINDS) + " |")
    sums = [sum(counts[organ][kind] for organ in ORGANS) for kind in KINDS]
    lines.append("| **all** | " + " | ".join(f"**{n}**" for n in sums) + " |")
    return "\n".join(lines) + "\n"


def written(text: str) -> str:
    """`text` with the table of now between the marks."""
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}{table()}{END}{tail}"


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text("utf-8")), "utf-8")
