"""What every page of looproute is made with: its files, a template that escapes, and a policy."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from looproute.writers.text import for_html

_LONGEST_TEXT = 1000


@cache
def asset(name: str, package: str = __package__) -> Markup:
    """Return a file of a package; none may close the element that it is put in."""
    text = resources.files(package).joinpath(name).read_text(encoding="utf-8")
    return Markup(text)


@cache
def environment() -> Environment:
    """Return where templates are made: every value that they print is escaped."""

    def safe(value: object) -> Markup:
        return value if isinstance(value, Markup) else Markup(for_html(str(value), _LONGEST_TEXT))

    return Environment(
        autoescape=True,
        finalize=safe,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def policy(scripts: list[Markup], styles: list[Markup]) -> Markup:
    """Return the content security policy: these scripts and styles, and nothing from anywhere."""
    return Markup(
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
        f"script-src {_hashes(scripts)}; style-src {_hashes(styles)}"
    )


def _hashes(texts: list[Markup]) -> str:
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()) for text in texts)
    return " ".join(f"'sha256-{digest.decode()}'" for digest in digests)
