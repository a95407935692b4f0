"""Messages on stderr: notes, and on a terminal the progress of waiting."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.status import Status

    from looproute.sources.deadline import Waiting


class Progress:
    """A status line with what is awaited and for how long; it is removed at the end."""

    def __init__(self) -> None:
        self._status: Status | None = None

    def __call__(self, waiting: Waiting | None) -> None:
        """Show what is awaited, or remove the line for None."""
        if waiting is None:
            if self._status is not None:
                self._status.stop()
                self._status = None
            return
        if not sys.stderr.isatty():
            return
        if self._status is None:
            from rich.console import Console

            self._status = Console(stderr=True).status("")
            self._status.start()
        from rich.markup import escape

        seconds = f"{waiting.waited_s:.0f} s of {waiting.deadline_s:.0f} s"
        self._status.update(f"{escape(waiting.what)} ({seconds}, Ctrl-C stops)")


def note(sentence: str) -> None:
    """Print a message in one line on stderr."""
    line = " ".join(sentence.split())
    click.echo("".join(c if c.isprintable() else "?" for c in line), err=True)


def wrote(path: Path) -> None:
    """Report a file that was written, and how to use it if it is a page."""
    page = path.suffix.lower() == ".html"
    use = ": open it in a browser or send it; it works offline." if page else "."
    note(f"Wrote {path}{use}")
