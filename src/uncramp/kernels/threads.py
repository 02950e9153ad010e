"""Threads that share a calf ms by ms: counters on cache lines of their own, no locks.

One thread leads: it raises the counter of cell 0 when the inputs of a ms are there. The others
raise theirs when their motor units have been through it. A thread that waits spins, tells the
processor that it does, and after a while lets others have the core.
"""

from __future__ import annotations

import platform
import sys

import numpy as np
from numba import types
from numba.core.cgutils import ir
from numba.extending import intrinsic

from uncramp.kernels.compiler import inlined

CELL = 16  # int64 per cell: two cache lines, because neighbours are fetched in pairs
LEADER = np.int64(0)  # its cell
STOP = -1  # in the leader's cell: leave at once
_PATIENCE = 200  # turns of the waiting loop, a few microseconds, before the core is offered

_ON_X86 = platform.machine() in ("x86_64", "AMD64")
_OFFER = "SwitchToThread" if sys.platform == "win32" else "sched_yield"


@intrinsic
def _read(typingctx, cells, index):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """``cells[index]`` (int64), and all that was written before it was set."""

    def code(context, builder, signature, args):  # type: ignore[no-untyped-def]
        data = context.make_array(signature.args[0])(context, builder, args[0]).data
        return builder.load_atomic(builder.gep(data, [args[1]]), "acquire", 8)

    return types.int64(cells, types.intp), code


@intrinsic
def _write(typingctx, cells, index, value):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Set ``cells[index]`` after all that was written before."""

    def code(context, builder, signature, args):  # type: ignore[no-untyped-def]
        data = context.make_array(signature.args[0])(context, builder, args[0]).data
        builder.store_atomic(args[2], builder.gep(data, [args[1]]), "release", 8)
        return context.get_dummy_value()

    return types.void(cells, types.intp, types.int64), code


def _call(builder, name, answer):  # type: ignore[no-untyped-def]
    """Call a function of the system or of LLVM that takes nothing."""
    module = builder.module
    known = module.globals.get(name)
    builder.call(known or ir.Function(module, ir.FunctionType(answer, []), name), [])


@intrinsic
def _pause(typingctx):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Tell the processor that this is a waiting loop, where it has an instruction for that."""

    def code(context, builder, signature, args):  # type: ignore[no-untyped-def]  # noqa: ARG001
        if _ON_X86:
            _call(builder, "llvm.x86.sse2.pause", ir.VoidType())
        return context.get_dummy_value()

    return types.void(), code


@intrinsic
def _offer(typingctx):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Let another thread have the core."""

    def code(context, builder, signature, args):  # type: ignore[no-untyped-def]  # noqa: ARG001
        _call(builder, _OFFER, ir.IntType(32))
        return context.get_dummy_value()

    return types.void(), code


@inlined
def publish(cells, cell, count):  # type: ignore[no-untyped-def]
    """Raise the counter of a cell to `count`."""
    _write(cells, cell * CELL, np.int64(count))


@inlined
def await_count(cells, cell, count):  # type: ignore[no-untyped-def]
    """Wait until the counter of a cell has reached `count`; False if it says `STOP`."""
    turns = 0
    while True:
        now = _read(cells, cell * CELL)
        if now >= count:
            return True
        if now == STOP:
            return False
        turns += 1
        if turns < _PATIENCE:
            _pause()
        else:
            turns = 0
            _offer()
