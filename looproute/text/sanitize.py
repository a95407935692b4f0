"""Make names safe for output, with one function per target; no other module does it.

Names come from OpenStreetMap, from files and from people, so they may contain anything:
markup, terminal escapes, bidirectional marks, a megabyte of one letter.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata

MAX_CHARACTERS = 200  # OpenStreetMap values have at most 255

# Joiners that shape Persian, Indic and emoji text; every other format character is dropped.
_JOINERS = "\u200c\u200d"
# Control, format, surrogate and private-use characters, and those Unicode will never assign.
_DROPPED_CATEGORIES = {"Cc", "Cf", "Cs", "Co"}
_HTML_EXTRA = str.maketrans({"`": "&#96;", "$": "&#36;", "\\": "&#92;", "{": "&#123;"})
_SCRIPT_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&'`$\u2028\u2029"}
# Characters that begin a formula in a spreadsheet, including East Asian full-width ones.
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_WATCH_SIGNS = str.maketrans("‘’“”„–—−…", '\'\'"""---.')
_RESERVED_FILE_NAMES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def plain(text: str, limit: int = MAX_CHARACTERS) -> str:
    r"""Return the text on one line, visible characters only, cut to `limit` with an ellipsis.

    Drops control characters, bidirectional marks, lone surrogates, private-use characters and
    noncharacters; any run of white space becomes one space.

    >>> plain("Ring\u202estra\x1bße  \n 5")
    'Ringstraße 5'
    """
    text = " ".join(text[: 8 * limit].split())
    text = "".join(c for c in text if c.isprintable() or c in _JOINERS or not _is_dropped(c))
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _is_dropped(character: str) -> bool:
    noncharacter = ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
    return noncharacter or unicodedata.category(character) in _DROPPED_CATEGORIES


def for_html(text: str, limit: int = MAX_CHARACTERS) -> str:
    """Return the text for an element or a quoted attribute of HTML.

    >>> for_html("<b>`${x}`")
    '&lt;b&gt;&#96;&#36;&#123;x}&#96;'
    """
    return html.escape(plain(text, limit), quote=True).translate(_HTML_EXTRA)


def for_json_script(value: object) -> str:
    r"""Return a value as JSON that is safe inside a `<script>` element.

    Its strings are escaped, not cleaned: names go through `plain` first.

    >>> for_json_script({"name": "</script>"})
    '{"name":"\\u003c/script\\u003e"}'
    """
    dumped = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return dumped.translate(_SCRIPT_ESCAPES)


def for_xml(text: str, limit: int = MAX_CHARACTERS) -> str:
    """Return the text for an XML 1.0 element that a library escapes: legal characters only.

    Source: the `Char` production of XML 1.0, section 2.2.
    """
    return plain(text, limit)


def for_terminal(text: str, limit: int = MAX_CHARACTERS) -> str:
    r"""Return the text for a terminal, without escape sequences.

    >>> for_terminal("\x1b[31mred\x07")
    '[31mred'
    """
    return plain(text, limit)


def for_csv(text: str, limit: int = MAX_CHARACTERS) -> str:
    """Return the text for a table cell that no spreadsheet reads as a formula.

    A cell that begins like one gets an apostrophe. A semicolon becomes a comma, because some
    programs separate cells by semicolons.
    Source: OWASP, "CSV Injection".

    >>> for_csv("=1+1"), for_csv("a;=1+1")
    ("'=1+1", 'a,=1+1')
    """
    cell = plain(text, limit - 1).replace(";", ",").replace("；", ",")
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def for_watch(text: str, limit_bytes: int) -> str:
    """Return the text for a watch, cut to a number of UTF-8 bytes.

    Quotation marks and dashes become ASCII, which every watch can show.

    >>> for_watch("Rue de l’Église", 12)
    "Rue de l'Ég"
    """
    cut = plain(text).translate(_WATCH_SIGNS).encode()[:limit_bytes]
    return cut.decode(errors="ignore").strip()


def for_file_name(text: str, limit: int = 60) -> str:
    """Return a file name without suffix: letters, digits and hyphens, never empty.

    >>> for_file_name("../8,000 Steps: Café")
    '8-000-steps-cafe'
    """
    ascii_only = unicodedata.normalize("NFKD", plain(text)).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower())[:limit].strip("-")
    return f"walk-{name}".rstrip("-") if _RESERVED_FILE_NAMES.fullmatch(name or "con") else name
