"""Running and walking as the calf meets them: strides, joint angles, lengths, demanded moment."""

from uncramp.gait.demand import still_inputs, stride_inputs
from uncramp.gait.path import MUSCLES, ankle_moment_arm, muscle_tendon_length
from uncramp.gait.stride import Stride, stride_at

__all__ = [
    "MUSCLES",
    "Stride",
    "ankle_moment_arm",
    "muscle_tendon_length",
    "still_inputs",
    "stride_at",
    "stride_inputs",
]
