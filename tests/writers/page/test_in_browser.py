"""The page in headless Chromium, with the network refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from looproute.loops import Loop, Mark
from tests.writers.conftest import loop_along
from tests.writers.page.conftest import DESK, PHONE

SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


def _box(browser: Any, selector: str) -> dict[str, float]:
    box: dict[str, float] = browser.run(
        f"document.querySelector({selector!r}).getBoundingClientRect().toJSON()"
    )
    return box


@SIZES
def test_every_loop_is_drawn_without_a_request_or_an_error(
    opened: Callable[..., Any], loops: list[Loop], size: tuple[int, int]
) -> None:
    browser = opened(loops, size)
    lengths = browser.run(
        "[...document.querySelectorAll('path.walk')].map(path => path.getTotalLength())"
    )
    assert len(lengths) == len(loops)
    assert min(lengths) > 100
    shown = _box(browser, 'path.walk[stroke-width="5"]')
    around = _box(browser, ".folium-map")
    assert shown["width"] > 50
    assert shown["left"] >= around["left"]
    assert shown["right"] <= around["right"]


@SIZES
def test_the_ground_is_drawn_in_many_colours(
    opened: Callable[..., Any], loops: list[Loop], size: tuple[int, int]
) -> None:
    browser = opened(loops, size)
    colours = browser.run("""(() => {
        const canvas = document.querySelector(".leaflet-ground-pane canvas");
        const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
        const times = {};
        for (let i = 0; i < pixels.length; i += 4) {
            const colour = [pixels[i], pixels[i + 1], pixels[i + 2], pixels[i + 3]].join();
            times[colour] = (times[colour] || 0) + 1;
        }
        return Object.keys(times).filter(colour => times[colour] > 300);
    })()""")
    park, wood, water, street = "220,235,207", "203,224,189", "181,213,230", "255,255,255"
    for colour in (park, wood, water, street):
        assert f"{colour},255" in colours


def test_every_thousand_steps_and_the_start_have_a_mark(
    opened: Callable[..., Any], loops: list[Loop]
) -> None:
    browser = opened(loops)
    assert loops[0].steps in range(3200, 3600)
    marks = browser.run("[...document.querySelectorAll('.mark')].map(mark => mark.textContent)")
    assert marks == ["1k", "2k", "3k"]
    assert browser.run("document.querySelector('.start').textContent") == "Start"
    at = browser.run("""(() => {
        const walk = new Walk(map_loops, JSON.parse(data.textContent).loops[0], 0);
        const box = document.querySelector(".mark").getBoundingClientRect();
        const frame = map_loops.getContainer().getBoundingClientRect();
        const place = map_loops.containerPointToLatLng(
            [box.x + box.width / 2 - frame.x, box.y + box.height / 2 - frame.y]);
        return map_loops.distance(place, walk.places[0]);
    })()""")
    # A thousand steps of 0.7 m east along the first street of 600 m, then 100 m north.
    assert at == pytest.approx((600**2 + 100**2) ** 0.5, abs=8)


def test_arrows_point_the_way_one_goes(opened: Callable[..., Any], loops: list[Loop]) -> None:
    browser = opened(loops)
    turned = browser.run("""(() => {
        const walk = new Walk(map_loops, JSON.parse(data.textContent).loops[0], 0);
        walk.show("chosen");
        const tip = walk.arrows.getLatLngs()[0];
        const [ahead, , behind] = tip[0].map ? tip[0] : tip;
        return ahead.lng - behind.lng;
    })()""")
    assert turned > 0


def test_choosing_a_walk_shows_its_figures_and_makes_it_bold(
    opened: Callable[..., Any], loops: list[Loop]
) -> None:
    browser = opened(loops)
    cards = "[...document.querySelectorAll('.card')].map(card => !card.hidden)"
    widths = "[...document.querySelectorAll('path.walk')].map(p => +p.getAttribute('stroke-width'))"
    assert browser.run(cards) == [True, False, False]
    browser.run("document.querySelectorAll('.choice')[1].click()")
    assert browser.run(cards) == [False, True, False]
    assert sorted(browser.run(widths)) == [3, 3, 5]
    browser.run("document.getElementById('others').click()")
    assert browser.run(widths) == [5]
    assert browser.run("document.querySelector('path.walk').getAttribute('stroke')") == "#d55e00"


def test_the_arrow_keys_choose_a_walk(opened: Callable[..., Any], loops: list[Loop]) -> None:
    browser = opened(loops)
    browser.run("document.querySelector('.choice input').focus()")
    for kind in ("keyDown", "keyUp"):
        browser.send(
            "Input.dispatchKeyEvent",
            type=kind,
            key="ArrowDown",
            code="ArrowDown",
            windowsVirtualKeyCode=40,
        )
    assert browser.run("document.querySelector('.card:not([hidden]) h2').textContent") == "Loop 2"


def test_tapping_a_faint_walk_on_the_map_chooses_it(
    opened: Callable[..., Any], loops: list[Loop]
) -> None:
    browser = opened(loops)
    browser.run("""document.querySelectorAll("path.leaflet-interactive")[0]
        .dispatchEvent(new MouseEvent("click", {bubbles: true}))""")
    assert browser.run("document.querySelector('.choice input:checked').value") == "2"


@SIZES
def test_the_credit_and_the_scale_can_be_seen(
    opened: Callable[..., Any], loops: list[Loop], size: tuple[int, int]
) -> None:
    browser = opened(loops, size)
    seen = """(() => {{
        const element = document.querySelector("{}"), box = element.getBoundingClientRect();
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return element.contains(top) && box.right <= innerWidth && box.bottom <= innerHeight;
    }})()"""
    assert browser.run(seen.format(".credit a"))
    assert browser.run(seen.format(".leaflet-control-scale-line"))
    assert browser.run("document.querySelector('.credit').textContent") == (
        "© OpenStreetMap contributors, ODbL"
    )


@SIZES
@pytest.mark.parametrize("first", range(4))
def test_no_control_hides_a_part_of_the_walk_or_its_start(
    opened: Callable[..., Any], loops: list[Loop], size: tuple[int, int], first: int
) -> None:
    assert loops[0].network is not None
    wide, high = (6, 8) if size == PHONE else (8, 7)
    corners = [(0, 0), (wide, 0), (wide, high), (0, high)]
    around = loop_along(corners[first:] + corners[:first], network=loops[0].network)
    browser = opened([around], size)
    hidden = browser.run("""(() => {
        const boxes = controlBoxes(map_loops);
        const walk = new Walk(map_loops, JSON.parse(data.textContent).loops[0], 0);
        const corner = map_loops.getContainer().getBoundingClientRect();
        const start = document.querySelector(".start").getBoundingClientRect();
        const spots = walk.everywhere().map((place) => map_loops.latLngToContainerPoint(place));
        for (const x of [start.left, start.right]) {
            for (const y of [start.top, start.bottom]) {
                spots.push(L.point(x - corner.x, y - corner.y));
            }
        }
        const size = map_loops.getSize();
        return spots.filter(({ x, y }) => x < 4 || y < 4 || x > size.x - 4 || y > size.y - 4
            || boxes.some((box) => x > box.x && x < box.x + box.width
                && y > box.y && y < box.y + box.height)).length;
    })()""")
    assert hidden == 0


@SIZES
def test_no_mark_hides_another(
    opened: Callable[..., Any], loops: list[Loop], size: tuple[int, int]
) -> None:
    beside_m = [1000 * n * loops[0].length_m / loops[0].steps + 60 for n in (1, 2, 3)]
    marks = tuple(Mark(along_m, "laps done", "") for along_m in beside_m)
    hidden = opened([replace(loops[0], marks=marks)], size).run("""(() => {
        const boxes = [...document.querySelectorAll(".mark, .start, .sign-on-map")]
            .map((mark) => mark.getBoundingClientRect());
        const over = (a, b) => a.left < b.right && b.left < a.right
            && a.top < b.bottom && b.top < a.bottom;
        const pairs = boxes.flatMap((a, i) => boxes.slice(0, i).map((b) => [a, b]));
        return [boxes.length, pairs.filter(([a, b]) => over(a, b)).length];
    })()""")
    assert hidden[0] >= 3
    assert hidden[1] == 0


def test_names_do_not_cover_the_chosen_walk(opened: Callable[..., Any], loops: list[Loop]) -> None:
    widest = opened(loops[:1]).run("""(() => {
        const walk = new Walk(map_loops, JSON.parse(data.textContent).loops[0], 0);
        const spots = walk.everywhere().map((place) => map_loops.project(place));
        return Math.max(...spots.slice(1).map((spot, i) => spot.distanceTo(spots[i])));
    })()""")
    assert widest <= 8.01


@SIZES
def test_the_panel_and_the_map_share_the_screen(
    opened: Callable[..., Any], loops: list[Loop], size: tuple[int, int]
) -> None:
    browser = opened(loops, size)
    panel, around = _box(browser, ".panel"), _box(browser, ".folium-map")
    over = max(0, min(panel["right"], around["right"]) - max(panel["left"], around["left"])) * max(
        0, min(panel["bottom"], around["bottom"]) - max(panel["top"], around["top"])
    )
    assert over < 0.04 * around["width"] * around["height"]
    assert around["width"] * around["height"] > 0.5 * size[0] * size[1]
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
    assert browser.run("document.documentElement.scrollHeight <= innerHeight")


def test_a_way_walked_out_and_back_is_two_lines_side_by_side(
    opened: Callable[..., Any], loops: list[Loop]
) -> None:
    browser = opened(loops)
    apart = browser.run("""(() => {
        const data_ = JSON.parse(data.textContent).loops[2];
        const path = new Walk(map_loops, data_, 0).path();
        const out = path.at(150), back = path.at(data_.length_m - 150);
        return Math.hypot(out.x - back.x, out.y - back.y);
    })()""")
    assert apart == pytest.approx(7, abs=0.5)


def test_laps_are_one_line_in_the_middle_of_the_street(
    opened: Callable[..., Any], loops: list[Loop]
) -> None:
    square = loops[0]
    points = square.points + square.points[1:]
    twice = replace(square, kind="laps", points=points, length_m=2 * square.length_m)
    aside = opened([twice]).run("""(() => {
        const walk = new Walk(map_loops, JSON.parse(data.textContent).loops[0], 0);
        const at = walk.path().at(100), place = map_loops.project(walk.placeAt(100));
        return Math.hypot(at.x - place.x, at.y - place.y);
    })()""")
    assert aside == pytest.approx(0, abs=0.1)


def test_the_policy_stops_a_script_that_is_put_in_later(
    opened: Callable[..., Any], loops: list[Loop]
) -> None:
    browser = opened(loops)
    browser.run("""(() => {
        const script = document.createElement("script");
        script.textContent = "window.hit = 1";
        document.body.append(script);
    })()""")
    assert browser.run("window.hit") is None


@SIZES
def test_loops_that_were_read_from_a_file_are_drawn_without_streets(
    opened: Callable[..., Any], loops: list[Loop], size: tuple[int, int]
) -> None:
    browser = opened([replace(loop, network=None) for loop in loops], size)
    assert browser.run("document.querySelectorAll('path.walk').length") == len(loops)


def test_miles_on_the_scale(opened: Callable[..., Any], loops: list[Loop]) -> None:
    browser = opened(loops, units="imperial")
    scale = browser.run("document.querySelector('.leaflet-control-scale').textContent")
    assert scale.endswith(("ft", "mi"))
    assert browser.run("document.querySelectorAll('.leaflet-control-scale-line').length") == 1
