"""``uncramp save-relief``: the relief page as one file for the phone."""

from __future__ import annotations

from pathlib import Path

import click

from uncramp.advice.relief_page import relief_page
from uncramp.cli.lang import language_option
from uncramp.language import NAMES, Language, Sentence


@click.command("save-relief")
@click.argument("path", metavar="[FILE]", default="relief.html")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@language_option
def save_relief(path: str, force: bool, language: Language) -> None:
    """Save the page for your phone: one small file that works with no signal.

    Open it on the phone and keep it, or print it: it makes a card of one A5 page. A dash writes
    the page to the output.
    """
    page = relief_page(language)
    if path == "-":
        click.echo(page, nl=False)
        return
    try:
        with Path(path).open("w" if force else "x", encoding="utf-8", newline="\n") as file:
            file.write(page)
    except FileExistsError:
        there = Sentence("{path} is there already: add --force, or another name.", path=path)
        raise click.ClickException(there) from None
    except OSError as error:
        refused = Sentence(
            "{path}: {why}; choose another place.", path=path, why=error.strerror or str(error)
        )
        raise click.ClickException(refused) from None
    saved = Sentence(
        "{path}: {size:.0f} kB, {name}. Send it to your phone while there is signal.",
        path=path,
        size=len(page.encode()) / 1000,
        name=NAMES.get(language.code, language.code),
    )
    click.echo(language.say(saved))
