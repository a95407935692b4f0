"""Write reports in Markdown: heads, tables and lists."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

out_option = click.option(
    "--out", type=click.Path(path_type=Path), help="Markdown; else it is printed."
)


def head(title: str, module: str) -> list[str]:
    """Return the first lines of a report: its title, and the command that makes it."""
    command = " ".join(["python -m", f"tests.bench.{module}", *sys.argv[1:]])
    return [f"# {title}", "", f"    {command}", ""]


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return ["| " + " | ".join(line) + " |" for line in lines]


def listed(title: str, items: Iterable[str]) -> list[str]:
    """Return the lines of a list under a title, "none" if it is empty."""
    return [f"{title}:", "", *(f"- {item}" for item in list(items) or ["none"]), ""]


def deliver(lines: Iterable[str], out: Path | None) -> None:
    """Write a report to a file, or print it."""
    text = "\n".join(lines).rstrip("\n")
    if out is None:
        print(text)
    else:
        out.write_text(f"{text}\n", encoding="utf-8")
