"""The one error of this room."""

from __future__ import annotations

from uncramp.language import Sentence


class ActivityError(ValueError):
    """A file cannot be read as a run.

    The message is one sentence: the file, what is wrong with it, and what to do next. It can be
    said in other languages (`uncramp.language.Sentence`): faults with values are sentences too.
    """

    def __init__(self, file: str, fault: str, next_step: str) -> None:
        said = Sentence("{file}: {fault}; {next}.", file=file, fault=fault, next=next_step)
        super().__init__(said)
        self.file = file
        self.fault = fault
        self.next_step = next_step
