"""Render the common frame of all pages: one file that loads nothing from a server.

`base.html` is the frame; colours.css and colours.js switch between light and dark. Every value that
a template prints is escaped, and the content security policy allows only the document's own
scripts.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import looproute
from looproute.text.sanitize import for_html

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

MARK = b'<meta name="generator" content="looproute '

_LONGEST_TEXT = 1000  # characters of one value


def document(
    template: str,
    *,
    styles: Sequence[str],
    scripts: Sequence[str],
    last_script: str = "",
    **values: object,
) -> str:
    """Return a page.

    Parameters
    ----------
    template : file of a template that extends `base.html`.
    styles, scripts : files below `looproute/writers/`, in order.
    last_script : the text of a script to run after the others.
    values : values that the template prints; all are escaped except `Markup`.
    """
    from markupsafe import Markup

    sheets = [_file(name) for name in styles]
    programs = [_file(name) for name in scripts] + [Markup(last_script)] * bool(last_script)
    return (
        _environment()
        .get_template(template)
        .render(
            generator=f"looproute {looproute.__version__}",
            policy=_policy(programs, sheets),
            styles=sheets,
            scripts=programs,
            **values,
        )
    )


@cache
def _file(name: str) -> Markup:
    """Return a bundled file; it must not close the element around it."""
    from markupsafe import Markup

    return Markup(resources.files("looproute.writers").joinpath(name).read_text(encoding="utf-8"))


@cache
def _environment() -> Environment:
    """Return the template environment, which escapes every value."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    def safe(value: object) -> Markup:
        return value if isinstance(value, Markup) else Markup(for_html(str(value), _LONGEST_TEXT))

    return Environment(
        autoescape=True,
        finalize=safe,
        loader=FunctionLoader(_file),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _policy(scripts: Sequence[Markup], styles: Sequence[Markup]) -> Markup:
    """Return a content security policy that allows only these scripts and styles."""
    from markupsafe import Markup

    return Markup(
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
        f"script-src {_hashes(scripts)}; style-src {_hashes(styles)}"
    )


def _hashes(texts: Sequence[Markup]) -> str:
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()) for text in texts)
    return " ".join(f"'sha256-{digest.decode()}'" for digest in digests)
