"""Timed holds in a terminal: a countdown with keys to skip, repeat and stop."""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Protocol

from uncramp.advice.relief import Step
from uncramp.language import Language

READY_S = 5
_BAR, _PLENTY = 16, 80
_TICK_S = 0.2


class Keyboard(Protocol):
    """Where single key presses come from."""

    def read(self, timeout_s: float) -> str:
        """The key pressed within this time, or an empty string."""


class TerminalKeys:
    """Key presses of the terminal, without waiting for Enter; restores it at the end."""

    def __enter__(self) -> TerminalKeys:
        if sys.platform != "win32":
            import termios
            import tty

            self._fd = sys.stdin.fileno()
            self._saved = termios.tcgetattr(self._fd)
            tty.setcbreak(self._fd)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if sys.platform != "win32":
            import termios

            termios.tcsetattr(self._fd, termios.TCSADRAIN, self._saved)

    def read(self, timeout_s: float) -> str:
        """The key pressed within this time, or an empty string."""
        if sys.platform == "win32":
            import msvcrt

            end = time.monotonic() + timeout_s
            while time.monotonic() < end:
                if msvcrt.kbhit():
                    return msvcrt.getwch()
                time.sleep(0.02)
            return ""
        import select

        ready, _, _ = select.select([self._fd], [], [], timeout_s)
        return os.read(self._fd, 1).decode(errors="replace") if ready else ""


def run_holds(
    holds: Sequence[Step],
    language: Language,
    keys: Keyboard,
    announce: Callable[[Step], None],
    write: Callable[[str], None],
    clock: Callable[[], float] = time.monotonic,
) -> bool:
    """Run the holds one after the other.

    Space, Enter or s: on to the next; r: this one again; q: stop.

    Parameters
    ----------
    holds
        In order; each is held `Step.hold_s` seconds.
    announce
        Called with a step when it begins and it is not the one before, again.
    write
        Writes text as it is, and shows it at once.
    clock
        Seconds; passes in tests as fast as they like.

    Returns
    -------
    bool
        False if stopped before the end.
    """
    place, announced = 0, ""
    while place < len(holds):
        step = holds[place]
        if step.id != announced:
            announce(step)
            announced = step.id
        _ = language.gettext
        answer = _count(_("Get ready"), READY_S, keys, write, clock)
        if answer == "done":
            answer = _count(_("Hold"), step.hold_s, keys, write, clock)
        write("\a\n")
        if answer == "stop":
            return False
        place += answer != "repeat"
    return True


def _count(
    label: str,
    seconds: int,
    keys: Keyboard,
    write: Callable[[str], None],
    clock: Callable[[], float],
) -> str:
    """Count down on one line: ``done``, ``next``, ``repeat`` or ``stop``."""
    end, shown = clock() + seconds, -1
    while (left := math.ceil(end - clock())) > 0:
        if left != shown:
            write(_line(label, left, seconds))
            shown = left
        key = keys.read(_TICK_S).lower()
        if key in (" ", "\r", "\n", "s"):
            return "next"
        if key == "r":
            return "repeat"
        if key in ("q", "\x1b"):
            return "stop"
    write(_line(label, 0, seconds))
    return "done"


def _line(label: str, left_s: int, seconds: int) -> str:
    """The countdown, over the line before it; the bar shrinks with the window, now and later."""
    said = f"   {label}  {left_s:3d} s"
    width = min(_BAR, _columns() - len(said) - 3)
    full = round(width * (seconds - left_s) / seconds) if width > 0 else 0
    bar = f"  {'█' * full}{'░' * (width - full)}" if width > 0 else ""
    return f"\r{said}{bar}\x1b[K"


def _columns() -> int:
    try:
        return os.get_terminal_size().columns
    except OSError:
        return _PLENTY
