from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from looproute.loops import Loop
from looproute.writers import kml
from tests.notes import text_note

from .walks import one_way, real_loop, three_laps, walk_along

NS = "{http://www.opengis.net/kml/2.2}"
# What a Feature, a Style and a geometry may hold, in the order of the schema.
ORDER = {
    "kml": ["Document"],
    "Document": ["name", "description", "Style", "Placemark", "Folder"],
    "Folder": ["name", "Placemark"],
    "Style": ["IconStyle", "LineStyle"],
    "LineStyle": ["color", "width"],
    "IconStyle": ["color", "scale"],
    "Placemark": ["name", "description", "styleUrl", "Point", "LineString"],
    "LineString": ["tessellate", "coordinates"],
    "Point": ["coordinates"],
}


@pytest.mark.parametrize("make", [real_loop, three_laps, one_way])
def test_elements_stand_in_the_order_of_the_schema(make: Callable[[], Loop]) -> None:
    root = ElementTree.fromstring(kml.render([make()]))
    for element in root.iter():
        children = list(dict.fromkeys(child.tag.removeprefix(NS) for child in element))
        order = ORDER.get(element.tag.removeprefix(NS), [])
        assert children == [tag for tag in order if tag in children]


def test_every_style_is_there() -> None:
    root = ElementTree.fromstring(kml.render([real_loop()]))
    styles = {style.get("id") for style in root.iter(f"{NS}Style")}
    assert {url.text for url in root.iter(f"{NS}styleUrl")} == {f"#{name}" for name in styles}


def test_nothing_in_it_is_fetched() -> None:
    text = kml.render([real_loop()])
    assert "href" not in text.lower()
    assert text.count("http") == 1  # the name of the schema


def test_names_are_safe_as_html_inside_xml() -> None:
    walk = walk_along("ABEDA")
    bad = "<img src=x onerror=alert(1)>"
    walk = replace(
        walk,
        legs=tuple(leg._replace(name=bad) for leg in walk.legs),
        notes=text_note(bad),
    )
    root = ElementTree.fromstring(kml.render([walk]))
    shown = [element.text or "" for element in root.iter()]
    assert not any("<img" in text for text in shown)
    assert any("&lt;img" in text for text in shown)


def test_a_cue_is_placed_where_it_applies() -> None:
    root = ElementTree.fromstring(kml.render([walk_along("ABEDA")]))
    first = root.find(f"{NS}Document/{NS}Folder/{NS}Placemark")
    assert first is not None
    assert first.findtext(f"{NS}description") == "Turn right."
    lon, lat = first.findtext(f"{NS}Point/{NS}coordinates", "").split(",")
    at = walk_along("ABEDA").points[1]
    assert (float(lat), float(lon)) == pytest.approx(at, abs=1e-7)
