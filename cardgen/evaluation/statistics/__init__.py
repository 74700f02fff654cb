"""Intervals, tests and verdicts as pure functions of numbers and arrays, each with its paper.

Intervals hold their value at `LEVEL`; tests call a difference one at 1 - `LEVEL`.
"""

LEVEL = 0.95
Z = 1.959963984540054
"""The standard normal's 97.5 % quantile."""
