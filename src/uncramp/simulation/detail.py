"""How finely one calf is simulated, and who watches it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from uncramp.calf import Window
from uncramp.calf.motor_neurons import SUBSTEPS


@dataclass(frozen=True, slots=True)
class Detail:
    """Grain of a simulation; the defaults are those of a twin.

    Attributes
    ----------
    n_units
        Motor units of each muscle, in the order of `uncramp.calf.MUSCLES`; None takes a twin's.
    substeps
        Steps of the motor neurons per ms.
    n_threads
        Threads for this one calf, at most; they change nothing of what comes out.
    keep_spikes
        Whether the windows that are shown to who watches hold their spikes.
    watch
        Called after every window that moved, with its start in ms since the start of the run.
    """

    n_units: tuple[int, int, int] | None = None
    substeps: int = SUBSTEPS
    n_threads: int = 1
    keep_spikes: bool = False
    watch: Callable[[int, Window], None] | None = None

    def tell(self, start_ms: int, window: Window) -> None:
        """Show a window to whoever watches."""
        if self.watch is not None:
            self.watch(start_ms, window)
