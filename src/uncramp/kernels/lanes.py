"""The sum over a row, eight lanes at a time: what the compiler does not find by itself."""

from __future__ import annotations

from numba import types
from numba.core import cgutils
from numba.core.cgutils import ir
from numba.extending import intrinsic

EIGHT = 8


@intrinsic
def eight_sums(typingctx, buffer, start, groups):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Eight sums (float32): sum ``j`` of ``buffer[start + 8 i + j]`` over i below `groups`.

    Each is taken in the order of i, so it is the same number with or without vector instructions.
    """

    def code(context, builder, signature, args):  # type: ignore[no-untyped-def]
        data = context.make_array(signature.args[0])(context, builder, args[0]).data
        row = builder.gep(data, [args[1]])
        eight = ir.VectorType(ir.FloatType(), EIGHT)
        total = cgutils.alloca_once_value(builder, ir.Constant(eight, [0.0] * EIGHT))
        with cgutils.for_range(builder, args[2]) as loop:
            place = builder.gep(row, [builder.mul(loop.index, loop.index.type(EIGHT))])
            part = builder.load(builder.bitcast(place, eight.as_pointer()), align=4)
            builder.store(builder.fadd(builder.load(total), part), total)
        sums = builder.load(total)
        lanes = [builder.extract_element(sums, ir.IntType(32)(j)) for j in range(EIGHT)]
        return context.make_tuple(builder, signature.return_type, lanes)

    return types.UniTuple(types.float32, EIGHT)(buffer, types.intp, types.intp), code
