"""``uncramp save-relief``: the relief page as one file for the phone."""

from __future__ import annotations

from pathlib import Path

import click

from uncramp.advice.relief_page import relief_page
from uncramp.cli.lang import language_option
from uncramp.language import NAMES, Language


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
        raise click.ClickException(
            f"{path} is there already: add --force, or another name."
        ) from None
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}; choose another place.") from None
    size_kB, name = len(page.encode()) / 1000, NAMES.get(language.code, language.code)
    click.echo(f"{path}: {size_kB:.0f} kB, {name}. Send it to your phone while there is signal.")
