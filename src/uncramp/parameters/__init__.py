"""Numbers with their sources: one TOML file per organ, read into frozen parameters.

The physiology never spells a number of its own: it asks a `ParameterSet` for it by organ and name.
A set (``sets/<name>.toml``) is a small overlay that lists only what differs from the reference.
"""

from uncramp.parameters.parameter import Parameter
from uncramp.parameters.parameter_set import ParameterSet, load_parameters, set_names

__all__ = ["Parameter", "ParameterSet", "load_parameters", "set_names"]
