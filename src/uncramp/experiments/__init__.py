"""Experiments on the simulated calf: protocols as in laboratories, and what relieves a cramp."""
