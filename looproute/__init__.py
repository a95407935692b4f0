"""Loops of the steps you want, on real streets."""

__version__ = "0.1.0"
