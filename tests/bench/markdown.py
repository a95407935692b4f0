"""Tables in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return ["| " + " | ".join(line) + " |" for line in lines]


def listed(title: str, items: Iterable[str]) -> list[str]:
    """Return the lines of a list under a title, "none" where it is empty."""
    return [f"{title}:", "", *(f"- {item}" for item in list(items) or ["none"]), ""]
