from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
import shapely
from shapely.affinity import rotate

from looproute import Bundled, LoopRequest, plan_loops
from looproute.loops import Loop
from looproute.writers import svg
from looproute.writers.picture import walk
from looproute.writers.picture.sheet import MAP_HEIGHT, WIDTH, Sheet, text_width

NAMESPACE = "{http://www.w3.org/2000/svg}"
DRAWN = {"svg", "title", "defs", "clipPath", "g", "rect", "path", "circle", "text"}


def parsed(loops: list[Loop], **about: str) -> Element:
    return ElementTree.fromstring(svg.render(loops, **about))  # type: ignore[arg-type]


def texts(root: Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{NAMESPACE}text")]


@pytest.fixture(scope="module")
def real() -> Loop:
    return plan_loops(LoopRequest(start=Bundled.start, steps=8000, count=1), Bundled())[0]


def test_it_is_shapes_and_text_and_refers_to_nothing(loops: list[Loop]) -> None:
    root = parsed(loops)
    assert {element.tag.removeprefix(NAMESPACE) for element in root.iter()} <= DRAWN
    for element in root.iter():
        for name, value in element.attrib.items():
            assert "href" not in name
            assert not name.startswith("on")
            assert "url(" not in value or value == "url(#map)"


def test_the_caption_has_figures_place_streets_and_attribution(loops: list[Loop]) -> None:
    told = texts(parsed(loops))
    assert "4,000 steps" in told
    assert "2.40 km · 31 min" in told
    assert any(text.startswith("Gridtown: Ringstraße, Am Wall") for text in told)
    assert loops[0].attribution in told
    title = parsed(loops).find(f"{NAMESPACE}title")
    assert title is not None
    assert title.text == f"4,000 steps, 2.40 km · 31 min. {loops[0].attribution}"


def test_imperial_units_give_miles(loops: list[Loop]) -> None:
    told = texts(parsed(loops, units="imperial"))
    assert "1.49 mi · 31 min" in told
    assert any(text.endswith((" ft", " mi")) for text in told)


def test_other_kinds_of_walk_are_labelled(loops: list[Loop]) -> None:
    assert any(text.endswith("· lollipop") for text in texts(parsed(loops[2:])))


def test_the_scale_bar_has_its_stated_length(real: Loop) -> None:
    source = svg.render([real])
    bar = re.search(r'd="M24 \d+V\d+H([\d.]+)V', source)
    assert bar is not None
    label = next(text for text in texts(parsed([real])) if re.fullmatch(r"\d+ m", text))
    pixels = int(label.split()[0]) * Sheet.around(real.points).pixels_a_metre
    assert float(bar[1]) - 24 == pytest.approx(pixels, abs=0.1)


def test_names_stand_on_the_map_apart_and_off_the_walk(real: Loop) -> None:
    rooms = []
    for element in parsed([real]).iter(f"{NAMESPACE}text"):
        if turn := re.match(r"rotate\((\S+) (\S+) (\S+)\)", element.get("transform", "")):
            angle, x, y = map(float, turn.groups())
            half = text_width(element.text or "", 24) / 2
            box = shapely.box(x - half, y - 12, x + half, y + 12)
            rooms.append(rotate(box, angle, origin=(x, y)))
    assert len(rooms) > 8
    line = shapely.LineString(walk.DrawnWalk.of(real, Sheet.around(real.points)).pixels).buffer(9)
    assert not any(room.intersects(line) for room in rooms)
    assert not any(a.intersects(b) for i, a in enumerate(rooms) for b in rooms[:i])
    assert all(shapely.box(0, 0, WIDTH, MAP_HEIGHT).contains(room) for room in rooms)


def test_a_street_is_named_once(real: Loop) -> None:
    named = [t.text for t in parsed([real]).iter(f"{NAMESPACE}text") if t.get("transform")]
    assert real.network is not None
    assert set(named) <= set(real.network.names)
    assert len(named) == len(set(named))


def test_a_picture_for_a_chat_is_small(real: Loop) -> None:
    assert len(svg.render([real])) < 200_000


def test_a_loop_from_a_file_is_drawn_on_an_empty_ground(loops: list[Loop]) -> None:
    bare = parsed([replace(loops[0], network=None)])
    assert "4,000 steps" in texts(bare)
    assert not any(element.get("transform") for element in bare.iter())


def test_marks_are_drawn_as_dots(loops: list[Loop]) -> None:
    from looproute.loops import Mark

    busy = replace(loops[0], marks=(Mark(100.0, "run", ""), Mark(200.0, "walk", "")))
    drawn = list(parsed([busy]).iter(f"{NAMESPACE}circle"))
    assert len(drawn) == 4  # two on the way, two that say below what they are
    assert {"run", "walk"} <= set(texts(parsed([busy])))
    assert not {"run", "walk", "via point"} & set(texts(parsed(loops)))
