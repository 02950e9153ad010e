"""How finely one calf is simulated, and who watches it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from uncramp.calf import Window


@dataclass(frozen=True, slots=True)
class Detail:
    """Grain of a simulation; the defaults are those of a twin.

    Attributes
    ----------
    n_units
        Motor units of each muscle, in the order of `uncramp.calf.MUSCLES`; None takes a twin's.
    watch
        Called after every window that moved, with its start in ms since the start of the run.
    """

    n_units: tuple[int, int, int] | None = None
    watch: Callable[[int, Window], None] | None = None

    def tell(self, start_ms: int, window: Window) -> None:
        """Show a window to whoever watches."""
        if self.watch is not None:
            self.watch(start_ms, window)
