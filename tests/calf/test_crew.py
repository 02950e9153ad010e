"""Threads of one calf: as many as pay, and never stuck."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from protocols import MASS_KG, PARAMETERS

from uncramp.calf import Calf, crew
from uncramp.calf.crew import Crew, share_out
from uncramp.gait import still_inputs

MANY = 1000


def test_one_thread_where_a_second_does_not_pay() -> None:
    two = Crew(2)
    two.most = 2
    assert two.choose(100) == 1
    assert two.choose(MANY) == 2
    two.note(2, 4000, 9.0)
    assert two.choose(MANY) == 1
    two.note(1, 4000, 1.0)
    choices = []
    for _ in range(64):
        choices.append(two.choose(MANY))
        two.note(choices[-1], 4000, 9.0 if choices[-1] == 2 else 1.0)
    assert choices.count(2) == 4  # now and then it is tried again
    two.note(2, 4000, 0.5)  # the machine is free again
    assert [two.choose(MANY) for _ in range(8)].count(2) >= 7


def test_short_calls_say_nothing() -> None:
    one = Crew(2)
    one.most = 2
    one.note(2, 10, 9.0)
    assert one.choose(MANY) == 2


def test_no_more_threads_than_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "available_cores", lambda: 1)
    assert Crew(8).choose(MANY) == 1
    with pytest.raises(ValueError, match="n_threads is 0"):
        Crew(0)


def test_chunks_are_shared_out_evenly() -> None:
    table = np.zeros((9, 4), np.int64)
    table[:, 1] = (208, 208, 163, 176, 154, 240, 240, 240, 180)
    share_out(table, 2)
    loads = [int(table[table[:, 3] == thread, 1].sum()) for thread in (0, 1)]
    assert abs(loads[0] + crew.LEADER_LANES - loads[1]) <= 240
    share_out(table, 1)
    assert not table[:, 3].any()


def test_without_a_second_thread_one_does_all(monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = still_inputs(0.0, 5.0, 300, PARAMETERS)
    alone = Calf(PARAMETERS, MASS_KG, 1, (40, 8, 8), crew=Crew(1))
    alone.run(inputs, 0)

    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    other = Calf(PARAMETERS, MASS_KG, 1, (40, 8, 8), crew=Crew(2, adaptive=False))
    other.run(inputs, 0)
    assert np.array_equal(alone.state.chunks, other.state.chunks)


def test_helpers_leave_when_the_leader_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """As by Ctrl-C between their start and his."""
    loop = crew.run_loop

    def stopped(thread: int, *arguments: object) -> int:
        if thread == 0:
            raise KeyboardInterrupt
        return int(loop(thread, *arguments))

    inputs = still_inputs(0.0, 5.0, 300, PARAMETERS)
    calf, alone = (
        Calf(PARAMETERS, MASS_KG, 1, (40, 8, 8), crew=Crew(n, adaptive=False)) for n in (2, 1)
    )
    with monkeypatch.context() as patch:
        patch.setattr(crew, "run_loop", stopped)
        with pytest.raises(KeyboardInterrupt):
            calf.run(inputs, 0)
    calf.run(inputs, 0)  # nothing had begun, and the helper is free again
    alone.run(inputs, 0)
    assert np.array_equal(alone.state.chunks, calf.state.chunks)
