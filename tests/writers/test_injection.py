"""Names that attack whoever opens a file: all of injection.json, through every format.

Names come from a map that anybody may edit, so each may be markup, script, a formula, a terminal's
escape, or a megabyte of one letter. A browser that opens a page with all of them never calls the
function `canary`, a spreadsheet sees no formula, and a terminal no escape.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree

import numpy as np
import pytest

from looproute.cli.table import print_loops
from looproute.geo import LatLon
from looproute.loops import Loop, Mark
from looproute.network.legs import Leg
from looproute.network.scenery import Amenity, Place
from looproute.steps.walker import Walker
from looproute.text.sanitize import for_file_name
from looproute.training.plan import Outlook, TrainingPlan, plan_weeks
from looproute.writers import FORMATS, ics, plan_page
from tests.notes import text_note

CORPUS = json.loads(Path(__file__).with_name("injection.json").read_text(encoding="utf-8"))
MEGABYTE = ["a" * 1_000_000, "<b>" * 300_000, "=1+1" * 250_000, "\u0301" * 500_000]
PAYLOADS = [payload for kind in CORPUS.values() for payload in kind] + MEGABYTE
AMENITIES: tuple[Amenity, ...] = get_args(Amenity)
XML = (".gpx", ".tcx", ".kml", ".svg")
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


@pytest.fixture(scope="module")
def hostile(make_loops: Callable[..., list[Loop]]) -> list[Loop]:
    """Walks in a town where every street, place, note, mark and credit is a payload."""
    loops = make_loops()
    network = loops[0].network
    assert network is not None
    points = [point for loop in loops for point in loop.points]
    network = replace(
        network,
        names=("", *PAYLOADS),
        name=(np.arange(len(network.name)) % (len(PAYLOADS) + 1)).astype(np.int32),
        scenery=replace(
            network.scenery,
            places=tuple(
                Place(AMENITIES[i % len(AMENITIES)], payload, _aside(points[i % len(points)], i))
                for i, payload in enumerate(PAYLOADS)
            ),
        ),
        place=PAYLOADS[0],
        attribution=f"{PAYLOADS[2]} © OpenStreetMap contributors, ODbL",
    )
    size = len(loops[0].points) - 1
    return [
        replace(
            loops[0],
            rank=rank,
            network=network,
            streets=tuple(PAYLOADS[first : first + size]),
            legs=tuple(
                Leg(i, payload, "footway")
                for i, payload in enumerate(PAYLOADS[first : first + size])
            ),
            marks=tuple(
                Mark(100.0 * i, "via", payload)
                for i, payload in enumerate(PAYLOADS[first : first + size])
            ),
            notes=text_note(PAYLOADS[(first + 7) % len(PAYLOADS)]),
            attribution=network.attribution,
        )
        for rank, first in enumerate(range(0, len(PAYLOADS), size), 1)
    ]


def _aside(at: LatLon, i: int) -> LatLon:
    return LatLon(at.lat + 2e-6 * i, at.lon)


def rendered(suffix: str, loops: list[Loop]) -> Iterator[str]:
    """The files of all the loops, as text; most formats hold only the first of those they get."""
    for loop in loops:
        content = FORMATS[suffix].render([loop], "metric")
        yield content if isinstance(content, str) else content.decode("latin-1")


def unseen(text: str) -> set[str]:
    """The characters that are not seen but obeyed; those that shape letters and lines are fine."""
    return {
        c
        for c in text
        if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co"} and c not in "\t\n\u200c\u200d"
    }


def test_the_corpus_is_large_and_of_many_kinds() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 60
    assert len(CORPUS) >= 8


@pytest.mark.parametrize("suffix", [suffix for suffix in FORMATS if suffix not in (".fit", ".png")])
def test_no_file_holds_a_character_that_is_obeyed(suffix: str, hostile: list[Loop]) -> None:
    for text in rendered(suffix, hostile):
        text.encode()
        assert unseen(text.removeprefix("\ufeff").replace("\r\n", "\n")) == set()


@pytest.mark.parametrize("suffix", FORMATS)
def test_no_name_makes_a_file_large(suffix: str, hostile: list[Loop], loops: list[Loop]) -> None:
    harmless = len(FORMATS[suffix].render(loops[:1], "metric"))
    assert len(FORMATS[suffix].render(hostile[-1:], "metric")) < harmless + 300_000


@pytest.mark.parametrize("suffix", XML)
def test_xml_parses_and_has_no_element_of_a_name(
    suffix: str, hostile: list[Loop], loops: list[Loop]
) -> None:
    legs = tuple(Leg(i, f"Street {i}", "footway") for i in range(len(loops[0].points) - 1))
    tame = {
        element.tag
        for marks in ((), (Mark(100.0, "via", "x"),))
        for text in rendered(
            suffix, [replace(loops[0], legs=legs, marks=marks, notes=text_note("x"))]
        )
        for element in ElementTree.fromstring(text).iter()
    }
    for text in rendered(suffix, hostile):
        assert "<!DOCTYPE" not in text
        assert "<?" not in text.removeprefix("<?xml ")
        assert {element.tag for element in ElementTree.fromstring(text).iter()} <= tame


class Tags(HTMLParser):
    """The elements that a reader of HTML finds in a text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.found.append(tag)

    def handle_comment(self, data: str) -> None:
        self.found.append(data)


def test_a_globe_that_shows_names_and_descriptions_as_html_finds_no_markup(
    hostile: list[Loop],
) -> None:
    for text in rendered(".kml", hostile):
        for element in ElementTree.fromstring(text).iter():
            if element.tag.rpartition("}")[2] in ("name", "description", "Snippet", "text"):
                assert Tags(element.text or "").found == []


def test_a_spreadsheet_sees_no_formula(hostile: list[Loop]) -> None:
    seen = 0
    for text in rendered(".csv", hostile):
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
        assert len({len(row) for row in rows}) == 1
        for cell in (cell for row in rows for cell in row):
            seen += 1
            assert not cell.strip().startswith(FORMULA)
            assert "\n" not in cell
    assert seen > 500


def test_json_keeps_the_names_as_text(hostile: list[Loop]) -> None:
    for text in rendered(".geojson", hostile):
        assert json.loads(text)["type"] == "FeatureCollection"


def test_a_watch_gets_names_that_it_can_show(hostile: list[Loop]) -> None:
    import fitdecode  # type: ignore[import-untyped]

    names = 0
    for loop in hostile:
        content = FORMATS[".fit"].render([loop], "metric")
        assert isinstance(content, bytes)
        for frame in fitdecode.FitReader(io.BytesIO(content)):
            for field in getattr(frame, "fields", ()):
                if isinstance(field.value, str):
                    names += 1
                    assert unseen(field.value) == set()
    assert names > 20


def test_a_hostile_name_is_drawn_in_a_picture(hostile: list[Loop]) -> None:
    from PIL import Image

    content = FORMATS[".png"].render(hostile[:1], "metric")
    assert isinstance(content, bytes)
    Image.open(io.BytesIO(content)).load()


@pytest.mark.parametrize("first", range(0, len(PAYLOADS), 16))
def test_a_terminal_sees_no_escape(
    hostile: list[Loop], capsys: pytest.CaptureFixture[str], first: int
) -> None:
    loops = [replace(loop, notes=text_note(PAYLOADS[first % len(PAYLOADS)])) for loop in hostile]
    print_loops(loops, "metric")
    told = capsys.readouterr().out
    assert len(told) > 500
    assert unseen(told) == set()


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if len(p) < 1000])
def test_a_file_name_is_letters_digits_and_hyphens(payload: str) -> None:
    assert re.fullmatch(r"[a-z0-9](-?[a-z0-9])*", for_file_name(payload))


@pytest.fixture
def watched(browser: Any) -> Iterator[Any]:
    """A browser in which every page finds a function `canary` that counts its calls."""
    watch = browser.send(
        "Page.addScriptToEvaluateOnNewDocument",
        source="window.calls = 0; window.canary = () => { window.calls += 1; };",
    )
    yield browser
    browser.send("Page.removeScriptToEvaluateOnNewDocument", **watch)


@pytest.fixture(scope="module")
def programme() -> Outlook:
    """A year of outings, each with a map whose file has a payload for a name."""
    plan = TrainingPlan(first_steps=5000, goal_steps=20_000, begin=date(2026, 11, 23), outings=5)
    found = plan_weeks(plan, Walker.given(0.70))
    days = [day for week in found for day in week.days]
    names = [payload for payload in PAYLOADS if len(payload) < 1000 and "\ud800" not in payload]
    names.append(os.fsdecode(b"\xff"))  # of a file whose name is no text
    assert len(days) >= len(names)
    maps = {day: f"{names[i % len(names)]}.html" for i, day in enumerate(days)}
    return Outlook(plan=plan, weeks=found, maps=maps, attribution=PAYLOADS[2])


def test_a_calendar_has_no_line_of_a_name(programme: Outlook) -> None:
    tame = replace(programme, maps=dict.fromkeys(programme.maps, "x.html"), attribution="x")
    known = {line.partition(":")[0] for line in ics.render(tame).splitlines()}
    unfolded = ics.render(programme).replace("\r\n ", "")
    assert unseen(unfolded.replace("\r\n", "\n")) == set()
    assert {line.partition(":")[0] for line in unfolded.splitlines()} == known
    assert unfolded.count("BEGIN:VEVENT") == len(programme.maps)


def test_a_page_on_training_never_calls_the_canary(
    programme: Outlook, watched: Any, tmp_path: Path
) -> None:
    path = tmp_path / "training.html"
    path.write_text(plan_page.render(programme), encoding="utf-8")
    watched.open(path)
    assert watched.complaints() == []
    assert watched.requests() == [path.as_uri()]
    assert watched.run(FOREIGN) == []
    hrefs = watched.run("[...document.links].map((link) => link.protocol)")
    assert len(hrefs) >= len(programme.maps)
    assert set(hrefs) <= {"file:", "https:"}


USE_EVERYTHING = """(() => {
    const use = (selector) => {
        for (const each of document.querySelectorAll(selector)) {
            for (const type of ["pointerover", "mouseover", "focus", "click"]) {
                each.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
            }
        }
    };
    use("summary, button, input, label, [tabindex], text");
    let signs = 0;
    for (const choice of document.querySelectorAll(".choice")) {
        choice.click();
        use(".sign-on-map");
        signs += document.querySelectorAll(".leaflet-tooltip").length;
    }
    return new Promise((done) => setTimeout(() => done([window.calls, signs]), 100));
})()"""
FOREIGN = """[...document.querySelectorAll(
    "iframe, object, embed, base, img, form, svg script, video, math, marquee, foreignObject, "
    + "link:not([href='data:,']), script[src], a[href^='javascript:' i], a[href^='data:' i]"
)].map((each) => each.outerHTML)"""


@pytest.mark.parametrize(("suffix", "names", "signs"), [(".html", 100, 100), (".svg", 3, 0)])
def test_a_browser_never_calls_the_canary(
    suffix: str, names: int, signs: int, hostile: list[Loop], watched: Any, tmp_path: Path
) -> None:
    path = tmp_path / f"walk{suffix}"
    loops = hostile if suffix == ".html" else hostile[:1]
    content = FORMATS[suffix].render(loops, "metric")
    assert isinstance(content, str)
    path.write_text(content, encoding="utf-8")
    watched.open(path)
    calls, told = watched.run(USE_EVERYTHING)
    assert calls == 0
    assert told >= signs
    assert watched.run("document.documentElement.textContent").count("canary()") > names
    assert watched.run(FOREIGN) == []
    assert watched.complaints() == []
    assert watched.requests() == [path.as_uri()]


def test_the_canary_sings_where_a_name_is_not_made_safe(watched: Any, tmp_path: Path) -> None:
    path = tmp_path / "unsafe.html"
    path.write_text(f"<!doctype html><p>{CORPUS['html'][2]}</p>", encoding="utf-8")
    watched.open(path)
    assert watched.run(USE_EVERYTHING) == [1, 0]
