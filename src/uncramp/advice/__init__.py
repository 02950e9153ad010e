"""Advice for a runner: relief now, when to get help, and how to prevent the next one."""
