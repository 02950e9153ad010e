"""The one error of this room."""

from __future__ import annotations


class ActivityError(ValueError):
    """A file cannot be read as a run.

    The message is one sentence: the file, what is wrong with it, and what to do next.
    """

    def __init__(self, file: str, fault: str, next_step: str) -> None:
        super().__init__(f"{file}: {fault}; {next_step}.")
        self.file = file
        self.fault = fault
        self.next_step = next_step
