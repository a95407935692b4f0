"""The page as a guide, in headless Chromium: directions, slider, where the device is, colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from looproute.geo import Plane
from looproute.loops import Laps, Loop, Mark
from looproute.units import Units, format_duration, format_length
from tests.writers.page.conftest import DESK, PHONE

SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])

# Where a marker stands, in metres east and north of the start.
PLACE = """((selector) => {
    const marker = document.querySelector(selector);
    if (!marker) return null;
    const box = marker.getBoundingClientRect();
    const frame = map_loops.getContainer().getBoundingClientRect();
    const at = map_loops.containerPointToLatLng(
        [box.x + box.width / 2 - frame.x, box.y + box.height / 2 - frame.y]);
    const start = L.latLng(%r, %r);
    return [Math.sign(at.lng - start.lng) * map_loops.distance(start, [start.lat, at.lng]),
            Math.sign(at.lat - start.lat) * map_loops.distance(start, [at.lat, start.lng])];
})(%r)"""


def _place(browser: Any, loop: Loop, selector: str) -> Any:
    return browser.run(PLACE % (*loop.points[0], selector))


def _text(browser: Any, element: str) -> str:
    text: str = browser.run(f"document.getElementById({element!r}).textContent")
    return text


def _cue(text: str) -> str:
    return (
        "[...document.querySelectorAll('.card:not([hidden]) .line')]"
        f".find(line => line.textContent.includes({text!r}))"
    )


def _press(browser: Any, key: str, code: int) -> None:
    for kind in ("keyDown", "keyUp"):
        browser.send(
            "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code
        )


def _slide(browser: Any, steps: int) -> None:
    browser.run(f"""(() => {{
        const slider = document.getElementById("steps-walked");
        slider.value = {steps} / SLIDER_STEPS;
        slider.dispatchEvent(new Event("input"));
    }})()""")


@SIZES
def test_tapping_a_direction_shows_its_place_on_the_map(
    opened: Callable[..., Any], guided: list[Loop], size: tuple[int, int]
) -> None:
    browser = opened(guided, size)
    assert browser.run("document.querySelector('.here')") is None
    browser.run(f"{_cue('Am Wall')}.click()")
    assert _place(browser, guided[0], ".here") == pytest.approx([600, 0], abs=15)
    current = "[...document.querySelectorAll('[aria-current]')].map(line => line.textContent)"
    [line] = browser.run(current)
    assert "Am Wall" in line
    assert _text(browser, "reached-steps") == "857 steps"
    box = browser.run("document.querySelector('.here').getBoundingClientRect().toJSON()")
    around = browser.run("map_loops.getContainer().getBoundingClientRect().toJSON()")
    assert around["left"] < box["left"] < around["right"]
    assert around["top"] < box["top"] < around["bottom"]
    assert browser.complaints() == []


def test_a_direction_is_reached_and_chosen_by_the_keyboard(
    opened: Callable[..., Any], guided: list[Loop]
) -> None:
    browser = opened(guided)
    browser.run(f"{_cue('Am Wall')}.focus()")
    browser.send(
        "Input.dispatchKeyEvent", type="keyDown", key="Enter", windowsVirtualKeyCode=13, text="\r"
    )
    assert _text(browser, "reached-steps") == "857 steps"


def test_the_last_direction_is_at_the_end(opened: Callable[..., Any], guided: list[Loop]) -> None:
    # What is written is rounded, so the last line may lie a little beyond the end.
    browser = opened([replace(guided[0], length_m=guided[0].length_m - 0.04), *guided[1:]])
    browser.run("[...document.querySelectorAll('.card:not([hidden]) .cues .line')].pop().click()")
    assert _place(browser, guided[0], ".here") == pytest.approx([0, 0], abs=15)
    assert _text(browser, "reached-steps") == f"{guided[0].steps:,} steps"


def test_places_along_the_way_are_shown(opened: Callable[..., Any], guided: list[Loop]) -> None:
    browser = opened(guided)
    browser.run(f"{_cue('Café am Markt')}.click()")
    assert _place(browser, guided[0], ".here") == pytest.approx([600, 600], abs=15)


def test_a_sign_on_the_map_has_a_label(opened: Callable[..., Any], guided: list[Loop]) -> None:
    browser = opened(guided)
    signs = "document.querySelectorAll('.sign-on-map')"
    assert browser.run(f"{signs}.length") == 4
    browser.run(f"""{signs}.forEach(
        (sign) => sign.dispatchEvent(new MouseEvent("mouseover", {{ bubbles: true }})))""")
    told = browser.run("[...document.querySelectorAll('.leaflet-tooltip')].map(t => t.textContent)")
    assert told == ["Bench", "Bench", "Bench", "Café: Café am Markt"]


@SIZES
def test_the_slider_shows_the_position_after_some_steps(
    opened: Callable[..., Any], guided: list[Loop], size: tuple[int, int]
) -> None:
    browser = opened(guided, size)
    _slide(browser, 1500)
    # 1,500 steps of 0.7 m: the first street of 600 m east, then 450 m north.
    assert _place(browser, guided[0], ".here") == pytest.approx([600, 450], abs=15)
    said = browser.run("document.getElementById('steps-walked').getAttribute('aria-valuetext')")
    assert said == "1,500 steps, 1.05 km, Am Wall"
    assert _text(browser, "reached-more") == "1.05 km · 14 min · Am Wall"
    assert _text(browser, "next").startswith("In 214 steps: Turn left")


def test_the_slider_goes_by_the_keyboard_from_the_start_to_the_end(
    opened: Callable[..., Any], guided: list[Loop]
) -> None:
    browser = opened(guided)
    browser.run("document.getElementById('steps-walked').focus()")
    _press(browser, "ArrowRight", 39)
    assert _text(browser, "reached-steps") == "50 steps"
    _press(browser, "End", 35)
    assert _text(browser, "reached-steps") == f"{guided[0].steps:,} steps"
    assert _text(browser, "next") == ""
    assert _place(browser, guided[0], ".here") == pytest.approx([0, 0], abs=15)


def test_another_walk_starts_over_and_is_announced(
    opened: Callable[..., Any], guided: list[Loop]
) -> None:
    browser = opened(guided)
    _slide(browser, 1500)
    browser.run("document.querySelectorAll('.choice')[2].click()")
    assert _text(browser, "reached-steps") == "0 steps"
    assert browser.run("document.querySelector('.here')") is None
    assert _text(browser, "announcement").startswith("Lollipop 3: ")


def test_marks_and_laps_stand_on_the_map(opened: Callable[..., Any], guided: list[Loop]) -> None:
    browser = opened([replace(guided[0], laps=Laps(2, 0, 8))])
    words = browser.run("[...document.querySelectorAll('.to-do')].map(mark => mark.textContent)")
    assert words == ["via", "2 laps"]
    assert _place(browser, guided[0], ".to-do") == pytest.approx([600, 300], abs=15)


def test_the_line_is_hollow_where_a_runner_walks(
    opened: Callable[..., Any], guided: list[Loop]
) -> None:
    marks = (Mark(0.0, "run", ""), Mark(400.0, "walk", ""), Mark(500.0, "run", ""))
    browser = opened([replace(guided[0], marks=marks)])
    hollow = browser.run("""(() => {
        const walk = new Walk(map_loops, JSON.parse(data.textContent).loops[0], 0);
        walk.show("chosen");
        return walk.hollow.getLatLngs().map((part) => part.reduce(
            (sum, place, i) => sum + (i ? map_loops.distance(part[i - 1], place) : 0), 0));
    })()""")
    assert hollow == [pytest.approx(100, abs=2)]
    assert "hollow where you walk" in browser.run("document.querySelector('.card').textContent")


def test_a_walk_to_another_place_has_an_end(opened: Callable[..., Any], guided: list[Loop]) -> None:
    there = replace(guided[0], kind="one-way", points=guided[0].points[:9], legs=(), marks=())
    browser = opened([replace(there, length_m=1200.0, steps=1714)])
    ends = browser.run("[...document.querySelectorAll('.start')].map(end => end.textContent)")
    assert ends == ["Start", "End"]


@pytest.fixture
def located(opened: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """A page that is open where the device says it is, metres east and north of the start."""
    browsers = []

    def permit(browser: Any, setting: str) -> None:
        page, browser._session = browser._session, ""
        permission = {"name": "geolocation"}
        browser.send("Browser.setPermission", permission=permission, setting=setting)
        browser._session = page

    def open_at(
        loops: list[Loop], x: float, y: float, *, setting: str = "granted", **how: Any
    ) -> Any:
        browser = opened(loops, **how)
        browsers.append(browser)
        permit(browser, setting)
        move(browser, loops[0], x, y)
        browser.run("document.getElementById('locate').click()")
        _settle(browser)
        return browser

    yield open_at
    for browser in browsers:
        permit(browser, "prompt")
        browser.send("Emulation.clearGeolocationOverride")


def move(browser: Any, loop: Loop, x: float, y: float) -> None:
    at = Plane.at(loop.points[0]).to_latlon(x, y)
    browser.send("Emulation.setGeolocationOverride", latitude=at.lat, longitude=at.lon, accuracy=10)


def _settle(browser: Any) -> None:
    browser.run("""new Promise((done) => {
        const told = document.getElementById("located");
        const look = (left) => (left && !/walk|browser may/.test(told.textContent)
            ? setTimeout(() => look(left - 1), 50) : done());
        look(60);
    })""")


def test_the_location_is_requested_only_on_a_tap(
    opened: Callable[..., Any], guided: list[Loop]
) -> None:
    browser = opened(guided)
    assert not browser.run("document.getElementById('locate').hidden")
    browser.run("""(() => {
        window.asked = 0;
        navigator.geolocation.watchPosition = () => { window.asked += 1; return 1; };
    })()""")
    _slide(browser, 500)
    assert browser.run("window.asked") == 0
    browser.run("document.getElementById('locate').click()")
    assert browser.run("window.asked") == 1


@SIZES
def test_the_location_is_shown_in_steps_along_the_walk(
    located: Callable[..., Any], guided: list[Loop], size: tuple[int, int]
) -> None:
    browser = located(guided, 610, 210, size=size)
    assert _text(browser, "located") == "You are on the walk, after 1,156 steps of 3,428."
    assert _place(browser, guided[0], ".device") == pytest.approx([610, 210], abs=15)
    assert _place(browser, guided[0], ".here") == pytest.approx([600, 210], abs=15)
    assert _text(browser, "announcement") == _text(browser, "located")
    assert len(browser.requests()) == 1
    browser.run("document.getElementById('locate').click()")
    assert browser.run("document.querySelector('.device')") is None


def test_progress_is_announced_every_500_steps(
    opened: Callable[..., Any], guided: list[Loop]
) -> None:
    told = opened(guided).run("""(() => {
        const [[latitude, longitude]] = decodeLine(JSON.parse(data.textContent).loops[0].line);
        let found;
        navigator.geolocation.watchPosition = (show) => { found = show; return 1; };
        document.getElementById("locate").click();
        return [0, 30, 60, 340, 360, 400, 590].map((metres) => {
            const coords = { latitude, longitude: longitude + metres / 66178, accuracy: 5 };
            found({ coords });
            return document.getElementById("announcement").textContent;
        });
    })()""")
    assert len(set(told)) == 2
    assert told[2] == told[0]
    assert "after 514 steps" in told[-1]


def test_a_lost_location_is_requested_again(opened: Callable[..., Any], guided: list[Loop]) -> None:
    pressed = opened(guided).run("""(() => {
        let failed;
        navigator.geolocation.watchPosition = (_, fail) => { failed = fail; return 1; };
        document.getElementById("locate").click();
        return [2, 3, 1].map((code) => {
            failed({ code });
            return document.getElementById("locate").getAttribute("aria-pressed");
        });
    })()""")
    assert pressed == ["true", "true", "false"]


def test_off_the_walk_its_distance_is_shown(
    located: Callable[..., Any], guided: list[Loop]
) -> None:
    browser = located(guided, 540, 300)
    assert _text(browser, "located").startswith("You are 60 m from the walk, after 1,285 steps")


def test_far_from_the_walk_nothing_is_called_walked(
    located: Callable[..., Any], guided: list[Loop]
) -> None:
    browser = located(guided, 2000, 300)
    assert _text(browser, "located").startswith("You are 1.40 km from the walk. Its nearest point")
    assert browser.run("document.querySelector('.here')") is None


def test_a_denied_location_is_explained(located: Callable[..., Any], guided: list[Loop]) -> None:
    browser = located(guided, 0, 0, setting="denied")
    assert _text(browser, "located").startswith("This page may not use your location.")
    assert browser.run("document.getElementById('locate').getAttribute('aria-pressed')") == "false"


def _walked(browser: Any, places: str, feet: Sequence[tuple[float, float]]) -> list[float]:
    """Metres along a walk through the places, given as [x, y] metres, for one device position
    after the other."""
    walked: list[float] = browser.run(f"""(() => {{
        const places = {places}.map(([x, y]) => [y / 111195, x / 111195]);
        const walked = [0];
        for (let i = 1; i < places.length; i++) {{
            walked.push(walked[i - 1] + 111195 * Math.hypot(
                places[i][0] - places[i - 1][0], places[i][1] - places[i - 1][1]));
        }}
        const progress = new Progress(places, walked);
        return {[list(foot) for foot in feet]!r}.map(([x, y]) =>
            progress.at([y / 111195, x / 111195], 10).along);
    }})()""")
    return walked


def test_where_a_walk_crosses_itself_it_is_the_passage_ahead(
    opened: Callable[..., Any], guided: list[Loop]
) -> None:
    eight = "[[0, 0], [400, 0], [400, 200], [200, 200], [200, -200], [0, -200], [0, 0]]"
    feet = [(100, 0), (200, 0), (300, 0), (400, 100), (200, 100), (200, 0), (200, -100), (0, -100)]
    along = _walked(opened(guided), eight, feet)
    assert along == pytest.approx([100, 200, 300, 500, 900, 1000, 1100, 1500], abs=1)


def test_out_and_back_the_way_home_is_not_the_way_out(
    opened: Callable[..., Any], guided: list[Loop]
) -> None:
    feet = [(100, 3), (250, -4), (300, 0), (240, 2), (120, -3), (10, 0)]
    along = _walked(opened(guided), "[[0, 0], [300, 0], [0, 0]]", feet)
    assert along == pytest.approx([100, 250, 300, 360, 480, 590], abs=1)


def test_a_device_that_strays_by_a_few_metres_does_not_lose_its_way(
    opened: Callable[..., Any], guided: list[Loop]
) -> None:
    square = "[[0, 0], [300, 0], [300, 300], [0, 300], [0, 0]]"
    along = _walked(opened(guided), square, [(0, 0), (60, 8), (52, -6), (70, 3), (5, 100)])
    assert along == pytest.approx([0, 60, 52, 70, 1100], abs=1)


@SIZES
def test_dark_colours_follow_the_device(
    opened: Callable[..., Any], guided: list[Loop], size: tuple[int, int]
) -> None:
    browser = opened(guided, size, scheme="dark")
    assert browser.run("getComputedStyle(document.body).backgroundColor") == "rgb(27, 33, 37)"
    assert browser.run("document.querySelector('path.walk').getAttribute('stroke')") != "#0072b2"


def test_the_switch_changes_words_map_and_walks(
    opened: Callable[..., Any], guided: list[Loop]
) -> None:
    browser = opened(guided)
    stroke = "document.querySelector('path.walk[stroke-width=\"5\"]').getAttribute('stroke')"
    street = """(() => {
        const canvas = document.querySelector(".leaflet-ground-pane canvas");
        const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
        let white = 0;
        for (let i = 0; i < pixels.length; i += 4) {
            white += pixels[i] + pixels[i + 1] + pixels[i + 2] === 765 && pixels[i + 3] === 255;
        }
        return white;
    })()"""
    light = browser.run(stroke)
    assert browser.run(street) > 300
    browser.run("document.getElementById('dark-colours').click()")
    browser.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert browser.run("document.getElementById('dark-colours').getAttribute('aria-pressed')") == (
        "true"
    )
    assert browser.run("getComputedStyle(document.body).backgroundColor") == "rgb(27, 33, 37)"
    assert browser.run(stroke) != light
    assert browser.run(street) == 0


@SIZES
def test_the_first_view_shows_the_whole_walk(
    opened: Callable[..., Any], guided: list[Loop], size: tuple[int, int]
) -> None:
    browser = opened(guided, size)
    assert browser.run(
        "map_loops.getBounds().contains(L.latLngBounds("
        "decodeLine(JSON.parse(data.textContent).loops[0].line)))"
    )
    assert not browser.run("document.querySelector('.leaflet-zoom-anim')")


@pytest.mark.parametrize("units", ["metric", "imperial"])
def test_the_script_writes_lengths_and_times_as_the_rest_of_looproute(
    opened: Callable[..., Any], guided: list[Loop], units: Units
) -> None:
    browser = opened(guided)
    metres = [0, 0.4, 12.4, 160.6, 161.2, 850, 999.4, 999.6, 5612, 41234.5]
    seconds = [0, 29, 31, 600, 3569, 3571, 3600, 7384, 86400]
    written = browser.run(
        f"[{metres}.map((m) => lengthWords(m, '{units}')), {seconds}.map(durationWords)]"
    )
    assert written == [
        [format_length(length_m, units) for length_m in metres],
        [format_duration(duration_s) for duration_s in seconds],
    ]
