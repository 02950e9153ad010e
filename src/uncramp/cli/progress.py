"""A progress bar for the patient: on a terminal, after a second, with the answer so far."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from uncramp.language import SOURCE, Language, marked
from uncramp.report import wording

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

_PATIENCE_S = 1.0
_STAGES = {
    "runs": marked("Running your calf"),
    "causes": marked("Finding out why"),
    "spikes": marked("Every spike of your calf"),
}


class Step(Protocol):
    """What the simulation reports: the stage, how far it is, and what came out so far."""

    @property
    def stage(self) -> str: ...
    @property
    def done(self) -> int: ...
    @property
    def total(self) -> int: ...
    @property
    def twins_done(self) -> int: ...
    @property
    def twins_cramped(self) -> int: ...


class ProgressBar:
    """Shows steps on standard error; silent where that is not a terminal.

    Use as a context manager and pass `show` to the simulation.
    """

    def __init__(
        self,
        *,
        enabled: bool | None = None,
        patience_s: float = _PATIENCE_S,
        language: Language = SOURCE,
    ) -> None:
        self._language = language
        self._enabled = sys.stderr.isatty() if enabled is None else enabled
        self._patience_s = patience_s
        self._started_s = time.monotonic()
        self._bar: RichProgress | None = None
        self._task: TaskID | None = None
        self._stage = ""

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def show(self, step: Step) -> None:
        """Bring the bar to this step."""
        waited_s = time.monotonic() - self._started_s
        if not self._enabled or (self._bar is None and waited_s < self._patience_s):
            return
        bar = self._bar or self._open()
        if step.stage != self._stage or self._task is None:
            if self._task is not None:
                bar.remove_task(self._task)
            self._stage = step.stage
            stage = self._language.gettext(_STAGES.get(step.stage, step.stage))
            self._task = bar.add_task(stage, total=step.total, so_far="")
        so_far = wording.so_far(step.twins_cramped, step.twins_done, self._language)
        bar.update(self._task, completed=step.done, total=step.total, so_far=so_far)

    def _open(self) -> RichProgress:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TimeRemainingColumn(compact=True),
            TextColumn("[dim]{task.fields[so_far]}"),
            console=Console(stderr=True),
            transient=True,
        )
        self._bar.start()
        return self._bar
