"""Write docs/science/studies.md and docs/img/studies/*.svg: published experiments, re-run.

``make studies``. With ``--short`` a sample of subjects, printed and not written. ``make ablation``
(``--ablation``) writes docs/science/ablation.md: the gates without each component; half an hour.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from uncramp import studies
from uncramp.studies.ablation import ablate
from uncramp.studies.comparison import Comparison
from uncramp.studies.document import ablation_document, document
from uncramp.studies.summary import counted, summary_lines

DOCS = Path(__file__).parents[1] / "docs"
DOCUMENT = DOCS / "science" / "studies.md"
ABLATION = DOCS / "science" / "ablation.md"
FIGURES = DOCS / "img" / "studies"
SHORT = 2


def main() -> None:
    """Run everything, write document and figures, print the gates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="two subjects, nothing written")
    parser.add_argument(
        "--ablation", action="store_true", help="only which result needs which component"
    )
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    begun = time.perf_counter()

    def tell(text: str) -> None:
        print(f"{time.perf_counter() - begun:6.0f} s  {text}", file=sys.stderr, flush=True)

    if asked.ablation:
        table = ablate(
            seed=asked.seed, on_progress=lambda done, total: tell(f"ablation {done} of {total}")
        )
        ABLATION.write_text(ablation_document(table), encoding="utf-8")
        tell(f"wrote {ABLATION.name}")
        return
    found: list[Comparison] = []
    for name in studies.NAMES:
        study = getattr(studies, name).STUDY
        found.append(study.compare(SHORT if asked.short else None, asked.seed))
        tell(name)
    print("\n".join(summary_lines(found)))
    print(counted(found))
    if asked.short:
        return
    FIGURES.mkdir(parents=True, exist_ok=True)
    for comparison in found:
        comparison.plot(FIGURES / f"{comparison.study.name}.svg")
    DOCUMENT.write_text(document(found, "../img/studies"), encoding="utf-8")
    tell(f"wrote {DOCUMENT.name}")


if __name__ == "__main__":
    main()
