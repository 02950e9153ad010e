"""uncramp: when and why a runner's calf cramps, what to do now, and how to prevent the next one."""

__version__ = "0.1.0"
