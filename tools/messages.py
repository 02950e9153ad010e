"""Collect every sentence that is shown to people, and bring the catalogues up to date.

Run ``python tools/messages.py`` after adding or changing a sentence; then fill the empty ``msgstr``
of each ``src/uncramp/locale/*.po``. ``python tools/messages.py it`` begins a new language.

What is collected: the text in ``_("…")``, ``….gettext("…")``, ``marked("…")`` and the pattern in
``Sentence("…", …)`` of Python files and templates, what an ``ActivityError(file, "…", "…")`` says,
the help of options and commands, and in TOML files every string under a key that the file lists in
``translate``.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "uncramp"
LOCALE = SOURCE / "locale"
_IN_TEMPLATE = re.compile(r"""\b_\(\s*"((?:[^"\\]|\\.)+)"\s*\)""")


def messages() -> dict[str, list[str]]:
    """Every sentence, with the files that have it, in the order of the files."""
    found: dict[str, list[str]] = {}
    for path in sorted(SOURCE.rglob("*")):
        for message in _of_file(path):
            places = found.setdefault(message, [])
            if (place := path.relative_to(ROOT).as_posix()) not in places:
                places.append(place)
    return found


def _of_file(path: Path) -> Iterator[str]:
    if path.suffix == ".py":
        with warnings.catch_warnings():  # the style of a file is not what is looked at here
            warnings.simplefilter("ignore")
            tree = ast.parse(path.read_text("utf-8"))
        yield from _of_python(tree)
    elif path.suffix == ".toml":
        table = tomllib.loads(path.read_text("utf-8"))
        yield from _of_table(table, frozenset(table.get("translate", ())))
    elif path.suffix in (".html", ".j2", ".jinja"):
        yield from (m.replace('\\"', '"') for m in _IN_TEMPLATE.findall(path.read_text("utf-8")))


def _of_python(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and _is_command(node) and (text := help_of(node)):
            yield text
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        shown: list[ast.expr] = []
        if name in ("_", "gettext", "marked", "Sentence") and len(node.args) == 1:
            shown = node.args
        elif name in ("ActivityError", "LazyCommand"):  # a place, then what is said of it
            shown = node.args[1:]
        elif name == "option":
            shown = [word.value for word in node.keywords if word.arg == "help"]
        for argument in shown:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value


def _is_command(function: ast.FunctionDef) -> bool:
    calls = [one.func for one in function.decorator_list if isinstance(one, ast.Call)]
    return any(getattr(call, "attr", "") in ("command", "group") for call in calls)


def help_of(function: ast.FunctionDef) -> str:
    """The help of a command: its docstring, as click prints it."""
    return ast.get_docstring(function) or ""


def _of_table(value: Any, keys: frozenset[str], shown: bool = False) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "translate":
                yield from _of_table(inner, keys, shown=shown or key in keys)
    elif isinstance(value, list):
        for inner in value:
            yield from _of_table(inner, keys, shown)
    elif shown and isinstance(value, str):
        yield value


def update(code: str) -> int:
    """Rewrite one catalogue: new sentences empty, gone ones dropped. Returns how many are empty."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po, write_po

    path = LOCALE / f"{code}.po"
    old = Catalog(locale=code)
    if path.exists():
        with path.open("rb") as file:
            old = read_po(file, locale=code)
    new = Catalog(locale=code, project="uncramp", fuzzy=False, header_comment=f"# uncramp: {code}")
    for message, places in messages().items():
        entry = old.get(message)
        string = entry.string if entry and not entry.fuzzy else ""
        new.add(message, string, locations=[(place, None) for place in places])
    with path.open("wb") as file:
        write_po(file, new, width=100, omit_header=True, include_lineno=False)
    return sum(1 for entry in new if entry.id and not entry.string)


if __name__ == "__main__":
    for language in sys.argv[1:] or [path.stem for path in sorted(LOCALE.glob("*.po"))]:
        print(f"{language}.po: {update(language)} sentences to translate")
