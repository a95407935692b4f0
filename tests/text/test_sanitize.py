from __future__ import annotations

import html
import json
import re
import unicodedata
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from looproute.text import sanitize

ODDITIES = "<>&'\"`${}\\/\x00\x07\x1b\x9b\u202e\u2066\u200f\u2028\ufeff\ud800\udfff\ufffea "
ANYTHING = st.text(st.characters(), max_size=400) | st.text(st.sampled_from(ODDITIES), max_size=60)
NAMES = (
    "Straße des 17. Juni",
    "Rue de l'Église",
    "شارع النيل",
    "中山路",
    "نمی\u200cدانم",
    "👨\u200d👩",
)
TARGETS = [sanitize.plain, sanitize.for_html, sanitize.for_xml, sanitize.for_terminal]
TARGETS += [sanitize.for_file_name, sanitize.for_csv]


@given(ANYTHING)
def test_plain_text_is_one_short_line_of_visible_characters(name: str) -> None:
    plain = sanitize.plain(name)
    assert len(plain) <= sanitize.MAX_CHARACTERS
    assert plain == plain.strip()
    for character in plain:
        assert unicodedata.category(character) not in ("Cc", "Cs", "Co", "Zl", "Zp"), repr(plain)
        assert unicodedata.category(character) != "Cf" or character in "\u200c\u200d"
        assert unicodedata.bidirectional(character) not in ("LRO", "RLO", "LRI", "RLI", "PDF")


@given(ANYTHING)
def test_making_plain_text_plain_changes_nothing(name: str) -> None:
    assert sanitize.plain(sanitize.plain(name)) == sanitize.plain(name)


@given(ANYTHING)
@pytest.mark.parametrize("safe", TARGETS)
def test_every_target_can_be_written_as_utf8(safe: object, name: str) -> None:
    assert callable(safe)
    safe(name).encode()


@pytest.mark.parametrize("name", NAMES)
def test_ordinary_names_of_many_scripts_stay_as_they_are(name: str) -> None:
    assert sanitize.plain(name) == name


def test_a_megabyte_of_one_letter_is_cut() -> None:
    assert len(sanitize.plain("a" * 1_000_000)) == sanitize.MAX_CHARACTERS
    assert sanitize.plain("a" * 1_000_000).endswith("…")


def test_text_that_just_fits_is_not_cut() -> None:
    assert sanitize.plain("a" * 200) == "a" * 200
    assert sanitize.plain("a" * 201) == "a" * 199 + "…"
    assert sanitize.for_csv("=" + "a" * 500) == "'=" + "a" * 197 + "…"
    assert sanitize.for_file_name("a" * 61) == "a" * 60


def test_noncharacters_are_dropped_and_their_neighbours_kept() -> None:
    ends = (plane << 16 | end for plane in range(17) for end in (0xFFFE, 0xFFFF))
    assert sanitize.plain("".join(map(chr, (*ends, *range(0xFDD0, 0xFDF0))))) == ""
    assert sanitize.plain("\ufdcf\ufdf0\ufffd") == "\ufdcf\ufdf0\ufffd"


def test_white_space_of_any_kind_is_one_space() -> None:
    assert sanitize.plain(" a\t\n\u00a0\u2003b\u0085c ") == "a b c"


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(f"{tag} {attrs}")

    def handle_data(self, data: str) -> None:
        self.words += data


@given(ANYTHING)
def test_html_holds_the_words_and_no_element(name: str) -> None:
    parser = _Words()
    parser.feed(f"<p>{sanitize.for_html(name)}</p>")
    parser.close()
    assert parser.tags == ["p []"]
    assert parser.words == sanitize.plain(name)


@given(ANYTHING)
def test_html_cannot_leave_an_attribute_or_a_javascript_template(name: str) -> None:
    safe = sanitize.for_html(name)
    assert not set(safe) & set("<>\"'`$\\{")
    assert html.unescape(safe) == sanitize.plain(name)


@given(st.dictionaries(ANYTHING, ANYTHING | st.integers() | st.lists(ANYTHING), max_size=4))
def test_json_reads_back_and_cannot_end_its_script(value: dict[str, object]) -> None:
    safe = sanitize.for_json_script(value)
    assert json.loads(safe) == value
    assert not set(safe) & set("<>&'`$\u2028\u2029")


def test_json_has_no_numbers_that_javascript_cannot_read() -> None:
    with pytest.raises(ValueError, match="JSON"):
        sanitize.for_json_script({"length": float("nan")})


@given(ANYTHING)
def test_xml_holds_the_words(name: str) -> None:
    element = ElementTree.Element("name")
    element.text = sanitize.for_xml(name)
    read = ElementTree.fromstring(ElementTree.tostring(element))
    assert (read.text or "") == sanitize.plain(name)


@given(ANYTHING)
def test_a_terminal_gets_no_escape(name: str) -> None:
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", sanitize.for_terminal(name))


@given(ANYTHING)
def test_a_file_name_is_a_plain_name_in_any_system(name: str) -> None:
    safe = sanitize.for_file_name(name)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,64}", safe)
    assert safe not in ("con", "prn", "aux", "nul", "com1", "lpt1")


def test_a_file_name_keeps_letters_and_digits() -> None:
    assert sanitize.for_file_name("8,000 steps: Café/Mühle") == "8-000-steps-cafe-muhle"
    assert sanitize.for_file_name("") == "walk"
    assert sanitize.for_file_name("NUL") == "walk-nul"


@given(ANYTHING, st.integers(1, 40))
def test_a_watch_name_is_short_with_whole_letters_and_no_outer_spaces(
    name: str, limit_bytes: int
) -> None:
    short = sanitize.for_watch(name, limit_bytes)
    assert len(short.encode()) <= limit_bytes
    assert short == short.strip()
    assert sanitize.for_watch(short, limit_bytes) == short


def test_a_watch_without_typographic_signs_can_show_the_name() -> None:
    assert sanitize.for_watch("„L’été“ – 5…", 40) == '"L\'été" - 5.'


@given(st.sampled_from(["", "=", "+", "-", "@", "\t=", "\r+", "＝", " =", ";="]), ANYTHING)
def test_no_cell_starts_a_formula_or_contains_a_separator(start: str, rest: str) -> None:
    cell = sanitize.for_csv(start + rest)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert not set(cell) & set(";\t\r\n")
    assert len(cell) <= sanitize.MAX_CHARACTERS
