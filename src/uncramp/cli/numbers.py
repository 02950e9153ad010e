"""Plain numbers as options: what is none is refused in plain words, in the runner's language."""

from __future__ import annotations

import math
from typing import Any

import click

from uncramp.language import Sentence

_Parameter = click.Parameter | None
_Context = click.Context | None


class WholeNumber(click.IntRange):
    """An integer, in a range if one is given."""

    name = "whole number"

    def convert(self, value: Any, param: _Parameter, ctx: _Context) -> Any:
        """The integer; refuses text that is none, and what lies outside the range."""
        try:
            int(value)
        except ValueError:
            refused = Sentence("{typed} is not a valid whole number.", typed=repr(value))
            self.fail(refused, param, ctx)
        return super().convert(value, param, ctx)


class Number(click.FloatRange):
    """A finite number, in a range if one is given."""

    name = "number"

    def convert(self, value: Any, param: _Parameter, ctx: _Context) -> Any:
        """The number; refuses text that is none, infinity, and what lies outside the range."""
        try:
            finite = math.isfinite(float(value))
        except ValueError:
            finite = False
        if not finite:
            self.fail(Sentence("{typed} is not a number.", typed=repr(value)), param, ctx)
        return super().convert(value, param, ctx)
