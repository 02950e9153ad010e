"""Every benchmark, and the document made of them.

    python benchmarks/run.py [--short]

Each script is a process of its own. With ``--short`` a sample of each, and nothing is written;
without, docs/science/performance.md.
"""

from __future__ import annotations

import argparse
import ast
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pool

HERE = Path(__file__).parent
DOCUMENT = HERE.parent / "docs" / "science" / "performance.md"
CLAIMS = ("every_spike", "peers", "scaling", "windows", "threads", "assays", "start")


def processor() -> str:
    """The processor's name, as the system gives it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    flags = next((line.split() for line in lines if line.startswith("flags")), [])
    wide = next((name for name in ("avx512f", "avx2", "sse4_2") if name in flags), "")
    return f"{names[0] if names else platform.machine()} ({wide or platform.machine()})"


def machine() -> str:
    """What the numbers were measured on."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numba", "llvmlite", "numpy"))
    return (
        f"{processor()}, {pool.cores()} cores; {platform.system()}, "
        f"Python {platform.python_version()}, {packages}."
    )


def run(name: str, short: bool) -> str:
    """What a script printed; the benchmark ends if it failed."""
    command = [sys.executable, str(HERE / f"{name}.py"), *(["--short"] if short else [])]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"benchmarks/{name}.py failed:\n{done.stdout}")
    return done.stdout.strip()


def title(name: str) -> str:
    """The first line of a script's description."""
    text = ast.get_docstring(ast.parse((HERE / f"{name}.py").read_text("utf-8"))) or name
    return text.splitlines()[0]


def main() -> None:
    """Run all; print, and write the document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="a sample of each, nothing written")
    short = parser.parse_args().short
    parts = [
        "# How fast it is",
        "Written by `make bench`: every number is from one run of it, every ratio from turns taken "
        f"within it.\nMeasured on {datetime.now(UTC):%Y-%m-%d} on {machine()}",
    ]
    for name in CLAIMS:
        part = f"## {title(name)}\n\n{run(name, short)}\n\n`benchmarks/{name}.py`"
        print(part + "\n", flush=True)
        parts.append(part)
    if not short:
        DOCUMENT.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
        print(f"Wrote {DOCUMENT.relative_to(HERE.parent)}.")


if __name__ == "__main__":
    main()
