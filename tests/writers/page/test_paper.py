"""The page on paper, printed by headless Chromium."""

from __future__ import annotations

import io
from base64 import b64decode
from collections.abc import Callable
from typing import Any

import pytest

from looproute.loops import Loop

MM = 1 / 25.4
SHEETS = pytest.mark.parametrize("sheet", [(210 * MM, 297 * MM), (8.5, 11)], ids=["A4", "Letter"])


def _printed(browser: Any, sheet: tuple[float, float]) -> Any:
    from pypdf import PdfReader

    width, height = sheet
    answer = browser.send("Page.printToPDF", paperWidth=width, paperHeight=height)
    return PdfReader(io.BytesIO(b64decode(answer["data"])))


@SHEETS
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_walk_is_printed_on_one_sheet_with_all_its_words(
    opened: Callable[..., Any], guided: list[Loop], sheet: tuple[float, float], scheme: str
) -> None:
    browser = opened(guided, scheme=scheme)
    paper = _printed(browser, sheet)
    text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert len(paper.pages) == 1
    for words in (
        "A walk of 4,000 steps",
        "Loop 1",
        "Ringstraße",
        "857 steps · 600 m",
        "Café am Markt",
        "Start: geo:53.557,13.261",
        "© OpenStreetMap contributors, ODbL",
        "2k",
    ):
        assert words in text, words
    assert "Loop 2" not in text
    assert "Where am I?" not in text
    assert browser.complaints() == []


def test_on_paper_the_map_is_between_heading_and_directions(
    opened: Callable[..., Any], guided: list[Loop]
) -> None:
    [sheet] = _printed(opened(guided), (8.5, 11)).pages
    heights = {}

    def visit(text: str, user: list[float], matrix: list[float], *_: Any) -> None:
        heights[text.strip()] = matrix[4] * user[1] + matrix[5] * user[3] + user[5]

    sheet.extract_text(visitor_text=visit)
    order = ["A walk of 4,000 steps", "Loop 1", "Directions", "What you pass"]
    found = [max(y for text, y in heights.items() if words in text) for words in order]
    assert found == sorted(found, reverse=True)
    assert found[0] - found[1] > 126 / 25.4 * 72


def test_paper_is_light_and_has_the_whole_chosen_walk(
    opened: Callable[..., Any], guided: list[Loop]
) -> None:
    browser = opened(guided, (390, 844), scheme="dark")
    browser.run("""new Promise((done) => {
        map_loops.once("moveend", done);
        document.querySelectorAll(".choice")[1].click();
    }).then(() => 0)""")
    view = "[map_loops.getZoom(), map_loops.getCenter().lat, map_loops.getCenter().lng]"
    before = browser.run(view)
    browser.run("dispatchEvent(new Event('beforeprint'))")
    assert browser.run("document.documentElement.dataset.scheme") == "light"
    assert browser.run("map_loops.getSize().x") == pytest.approx(186 / 25.4 * 96, abs=2)
    assert browser.run("document.querySelectorAll('path.walk').length") == 1
    west, east, north, south, width, height = browser.run("""(() => {
        const bounds = L.latLngBounds(decodeLine(JSON.parse(data.textContent).loops[1].line));
        const from = map_loops.latLngToContainerPoint(bounds.getNorthWest());
        const to = map_loops.latLngToContainerPoint(bounds.getSouthEast());
        const { x, y } = map_loops.getSize();
        return [from.x, to.x, from.y, to.y, x, y];
    })()""")
    assert 0 < west < east < width
    assert 0 < north < south < height
    assert max((east - west) / width, (south - north) / height) > 0.7
    browser.run("dispatchEvent(new Event('afterprint'))")
    assert browser.run("document.documentElement.dataset.scheme") == "dark"
    assert browser.run("document.querySelectorAll('path.walk').length") == 3
    assert browser.run(view) == pytest.approx(before, abs=1e-5)
