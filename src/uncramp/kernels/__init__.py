"""Compiled inner loops on plain arrays: no objects, no I/O, no allocation inside.

Importing this package loads nothing heavy; each kernel module loads numba when it is imported.
"""
