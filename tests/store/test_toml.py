from __future__ import annotations

import tomllib
from typing import Any

import pytest

from looproute.store.toml import FaultError, Table, read_toml

TEXT = b"""\
# "steps" = 0
steps = 1
[walk]
steps = 2
[[walks]]
steps = 3
[[walks]]
# nothing
"quoted" = 4
steps = 5
"""


@pytest.mark.parametrize(
    ("where", "line"),
    [
        (("steps",), 2),
        (("steps", "walk"), 4),
        (("steps", "walks", 1), 6),
        (("steps", "walks", 2), 10),
        (("quoted", "walks", 2), 9),
        (("missing", "walks", 2), 7),
        (("walks",), 5),
        (("missing",), 1),
    ],
)
def test_a_key_is_found_on_its_line(where: tuple[Any, ...], line: int) -> None:
    key, *table = where
    text = TEXT.decode()
    assert Table(tomllib.loads(text), text, *table).find_line(key) == line


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"a = 1\nb = \xff", 2, "not UTF-8"),
        (b"a = 1\na = 2", 2, "cannot overwrite a value"),
        (b"a = 1\nb = x", 2, "invalid value"),
        (b"a = " + b"[" * 5000, 1, "cannot|not TOML"),
        (b"# ...............\n" + b"a." * 5000 + b"a = 1", 2, "at most 12 dots"),
    ],
)
def test_invalid_toml_is_reported_with_its_line(content: bytes, line: int, words: str) -> None:
    with pytest.raises(FaultError, match=words) as fault:
        read_toml(content)
    assert fault.value.line == line
