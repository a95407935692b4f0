"""The page as text: what is in it, whatever browser opens it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from importlib import resources

import pytest

from looproute.geo import LatLon, Plane
from looproute.loops import Loop, Mark
from looproute.sources.bundled import Bundled
from looproute.writers import page, webpage


def test_the_same_loops_are_the_same_bytes(make_loops: Callable[..., list[Loop]]) -> None:
    assert page.render(make_loops()) == page.render(make_loops())


def test_nothing_in_the_page_is_fetched(loops: list[Loop]) -> None:
    text = page.render(loops)
    links = set(re.findall(r"""(?:src|href)\s*=\s*["']([^"']*)""", text.split("<script>")[0]))
    assert {link for link in links if not link.startswith("#")} == {
        "data:,",
        "https://www.openstreetmap.org/copyright",
    }
    assert all(f'id="{link[1:]}"' in text for link in links if link.startswith("#"))
    assert "<link" not in text.replace('<link rel="icon" href="data:,">', "")
    assert "sourceMappingURL" not in text or "leaflet.js.map" in text
    for host in ("jsdelivr", "cdnjs", "bootstrapcdn", "jquery", "tile.openstreetmap"):
        assert host not in text


def test_the_policy_names_every_script_and_style_and_nothing_else(loops: list[Loop]) -> None:
    text = page.render(loops)
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert found
    rules = dict(rule.split(" ", 1) for rule in found[1].split("; "))
    assert rules["default-src"] == "'none'"
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        bodies = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.S)
        hashes = {
            f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'"
            for body in bodies
        }
        assert set(rules[rule].split()) == hashes
    assert "unsafe" not in found[1]
    assert not re.search(r"<[^>]* (style|on\w+)=", text.split("<script")[0])


def test_no_script_of_ours_reads_text_as_html_or_as_code() -> None:
    scripts = {
        file.name: file.read_text(encoding="utf-8")
        for room in ("page", "plan_page", "webpage")
        for file in resources.files(f"looproute.writers.{room}").iterdir()
        if file.name.endswith(".js")
    }
    assert len(scripts) > 10
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|fetch\("
    )
    assert [name for name, text in scripts.items() if re.search(forbidden, text)] == []


def test_the_generator_stands_where_it_is_looked_for(loops: list[Loop]) -> None:
    assert webpage.MARK in page.render(loops).encode()[:1000]


def test_the_page_has_a_language_a_title_and_a_summary(loops: list[Loop]) -> None:
    text = page.render(loops)
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "<title>4,000 steps, Gridtown</title>" in text
    assert text.index("A map of three walks on foot") < text.index('class="folium-map"')


def test_every_loop_is_told_in_words(loops: list[Loop]) -> None:
    text = page.render(loops)
    for loop in loops:
        assert f"About {loop.steps:,} steps; 19 days of 20" in text
    assert "One way leads there, so its first 300 m are walked out and back." in text
    assert "<bdi>Ringstraße</bdi>" in text
    assert "© OpenStreetMap contributors, ODbL" in text


def test_miles_are_told_to_those_who_want_them(loops: list[Loop]) -> None:
    text = page.render(loops, "imperial").split("<script")[0]
    assert re.search(r"\d\.\d\d mi", text)
    assert " km" not in text
    assert re.search(r'"imperial": true', page.render(loops, "imperial"))


def test_leaflet_is_the_release_with_its_licence() -> None:
    leaflet = resources.files("looproute.writers.page") / "leaflet"
    digests = {
        name: base64.b64encode(hashlib.sha256((leaflet / name).read_bytes()).digest()).decode()
        for name in ("leaflet.js", "leaflet.css")
    }
    # The integrity hashes that leafletjs.com publishes for 1.9.4.
    assert digests == {
        "leaflet.js": "20nQCchB9co0qIjJZRGuk2/Z9VM+kNiyxNV1lvTlZBo=",
        "leaflet.css": "p4NxAoJBhIIN+hmNHrzRCf9tD/miZyoHS5obTRR9BMY=",
    }
    assert "Redistribution" in (leaflet / "LICENSE").read_text()


def test_five_loops_on_real_streets_are_under_500_kilobytes(loops: list[Loop]) -> None:
    network = Bundled().streets()
    plane = Plane.at(Bundled.start)
    square = [(0, 0), (1000, 300), (1200, 1500), (-800, 1400), (-900, -600), (0, 0)]
    points = tuple(plane.to_latlon(x, y) for x, y in square)
    five = [
        replace(loops[0], rank=rank, points=points, network=network) for rank in (1, 2, 3, 4, 5)
    ]
    assert len(page.render(five).encode()) < 500_000


def test_twenty_loops_share_the_colours(loops: list[Loop]) -> None:
    text = page.render([replace(loops[0], rank=rank) for rank in range(1, 21)])
    assert text.count('name="walk"') == 20
    assert set(re.findall(r'<article[^>]*data-colour="(\d)"', text)) == set("0123456")


def test_one_loop_needs_no_choice(loops: list[Loop]) -> None:
    text = page.render(loops[:1])
    assert 'id="others"' not in text
    assert '<fieldset class="choices" hidden>' in text
    assert "2.40 km, 31 min in Gridtown." in text
    assert '<h2 id="walk-1">Loop</h2>' in text
    assert "Three walks from one start in Gridtown." in page.render(loops)


def test_a_loop_across_the_antimeridian_is_drawn_in_one_piece(loops: list[Loop]) -> None:
    points = tuple(LatLon(-17, lon) for lon in (179.99, -179.99, 179.99))
    text = page.render([replace(loops[0], points=points, network=None)])
    assert "180.0" in text


@pytest.mark.parametrize("place", ["", "Neubrandenburg"])
def test_the_title_names_the_place_where_it_is_known(
    make_loops: Callable[..., list[Loop]], place: str
) -> None:
    text = page.render(make_loops(place=place))
    assert f"<title>4,000 steps{', ' + place if place else ''}</title>" in text


def test_walks_of_several_wishes_are_all_in_the_heading(loops: list[Loop]) -> None:
    wishes = (8000, 5000, 10_000)
    text = page.render(
        [replace(each, target_steps=n) for each, n in zip(loops, wishes, strict=True)]
    )
    assert "Walks of 5,000, 8,000 and 10,000 steps</h1>" in text
    assert "<title>5,000, 8,000 and 10,000 steps, Gridtown</title>" in text


def test_a_run_is_told_as_one(loops: list[Loop]) -> None:
    text = page.render([replace(loops[0], marks=(Mark(0.0, "run", "Run 2:00"),))])
    assert "Run and walk, 2.40 km in 31 min</h1>" in text
    assert "<title>Run and walk, Gridtown</title>" in text
