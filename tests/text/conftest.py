"""The made-up loops of the writers, for the sentences that describe them."""

from __future__ import annotations

from tests.writers.conftest import loops, network

__all__ = ["loops", "network"]
