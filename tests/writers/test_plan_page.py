from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from looproute.steps.walker import Walker
from looproute.training.plan import Outlook, TrainingPlan, plan_weeks
from looproute.writers import plan_page, webpage

BEGIN = date(2026, 11, 23)
WALKED = {BEGIN: 5210, BEGIN + timedelta(days=1): 5000, BEGIN + timedelta(days=4): 4900}
CREDIT = "© OpenStreetMap contributors, ODbL"


@pytest.fixture
def programme() -> Outlook:
    plan = TrainingPlan(first_steps=5000, goal_steps=7000, begin=BEGIN)
    found = plan_weeks(plan, Walker.given(0.70), WALKED, BEGIN + timedelta(weeks=2))
    maps = {day: f"my walks/{day}.html" for week in found[2:] for day in week.days}
    return Outlook(plan=plan, weeks=found, walked=WALKED, maps=maps, attribution=CREDIT)


def test_the_page_has_every_week_and_links_every_map(programme: Outlook) -> None:
    text = plan_page.render(programme)
    assert text.count("<tr class=") == len(programme.weeks) == 6
    assert [week.state for week in programme.weeks][:3] == ["walked", "missed", "now"]
    for day in programme.maps:
        assert f'<a href="my%20walks/{day}.html"><time datetime="{day}">' in text
    assert CREDIT in text
    assert "missed, will be repeated" in text


def test_the_drawing_explains_each_look_that_a_bar_has(programme: Outlook) -> None:
    def key(text: str) -> list[str]:
        return re.findall(r'class="key[^"]*">(\w+)<', text)

    assert key(plan_page.render(programme)) == ["planned", "walked", "now", "missed"]
    ahead = replace(programme, weeks=programme.weeks[3:], walked={})
    assert key(plan_page.render(ahead)) == ["planned", "walked"]


def test_the_bars_of_a_short_plan_are_no_wider_than_others(programme: Outlook) -> None:
    short = replace(programme, weeks=programme.weeks[:2])
    widths = [
        set(re.findall(r'<rect class="planned[^>]* width="([0-9.]+)"', plan_page.render(each)))
        for each in (short, programme)
    ]
    assert widths == [{"48.0"}, {"48.0"}]


def test_a_day_walked_outside_the_plan_is_listed(programme: Outlook) -> None:
    text = plan_page.render(programme)
    ticks = re.findall(r'datetime="(\S+)">\w+ \d+</time> <span class="tick">([0-9,]+)', text)
    assert ticks == [("2026-11-23", "5,210"), ("2026-11-24", "5,000"), ("2026-11-27", "4,900")]


def test_without_loops_there_are_no_links_and_no_map_data(programme: Outlook) -> None:
    text = plan_page.render(replace(programme, maps={}, attribution=""))
    assert "<a " not in text
    assert "OpenStreetMap" not in text


def test_counted_everyday_steps_are_mentioned(programme: Outlook) -> None:
    counting = replace(programme.plan, everyday_steps=3500)
    assert "after 3,500 everyday steps that count" in plan_page.render(
        replace(programme, plan=counting)
    )
    assert "in addition to your everyday steps" in plan_page.render(programme)


def test_names_of_files_cannot_break_out_of_their_place(programme: Outlook) -> None:
    evil = '"><script>window.hit=1</script>${hit}`.html'
    maps = dict.fromkeys(programme.maps, evil)
    text = plan_page.render(replace(programme, maps=maps, attribution=evil))
    assert "<script>window.hit" not in text
    assert text.count("<script>") == 2


def test_the_policy_allows_only_the_scripts_and_styles_of_the_page(programme: Outlook) -> None:
    text = plan_page.render(programme)
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert found
    rules = dict(rule.split(" ", 1) for rule in found[1].split("; "))
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        bodies = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.S)
        digests = (hashlib.sha256(body.encode()).digest() for body in bodies)
        assert rules[rule].split() == [
            f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests
        ]
    assert not re.search(r"<[^>]* (style|on\w+)=", text.split("<script")[0])


def test_the_same_plan_is_the_same_page(programme: Outlook) -> None:
    assert plan_page.render(programme) == plan_page.render(programme)
    assert webpage.MARK in plan_page.render(programme).encode()[:1000]
    assert "2.17 mi" in plan_page.render(programme, "imperial")


@pytest.fixture
def page(programme: Outlook, tmp_path: Path) -> Path:
    """The page in a file."""
    path = tmp_path / "training.html"
    path.write_text(plan_page.render(programme), encoding="utf-8")
    return path


@pytest.mark.parametrize("size", [(390, 844), (1440, 900)], ids=["phone", "desk"])
def test_in_a_browser_it_asks_for_nothing_and_fits(
    page: Path, browser: Any, size: tuple[int, int]
) -> None:
    browser.open(page, *size, phone=size[0] < 600)
    asked = [url for url in browser.requests() if not url.startswith("data:")]
    assert asked == [page.as_uri()]
    assert browser.complaints() == []
    assert browser.run("document.documentElement.scrollWidth") <= size[0]
    browser.run("document.getElementById('dark-colours').click()")
    assert browser.run("document.documentElement.dataset.scheme") == "dark"


def test_paper_is_light_without_the_switch_and_dark_colours_come_back(
    page: Path, browser: Any
) -> None:
    browser.open(page, 1440, 900)
    browser.run("document.getElementById('dark-colours').click()")
    browser.send("Emulation.setEmulatedMedia", media="print")
    browser.run("dispatchEvent(new Event('beforeprint'))")
    assert browser.run("document.documentElement.dataset.scheme") == "light"
    button = "getComputedStyle(document.getElementById('dark-colours')).display"
    assert browser.run(button) == "none"
    browser.run("dispatchEvent(new Event('afterprint'))")
    browser.send("Emulation.setEmulatedMedia", media="")
    assert browser.run("document.documentElement.dataset.scheme") == "dark"
    assert browser.run(button) == "flex"


def test_on_a_phone_no_word_of_the_table_is_cut(page: Path, browser: Any) -> None:
    browser.open(page, 360, 800, phone=True)
    cut = "[...document.querySelectorAll('td')].filter((it) => it.scrollWidth > it.clientWidth)"
    assert browser.run(f"{cut}.map((it) => it.textContent)") == []


def test_axe_finds_nothing_in_light_or_in_dark(page: Path, browser: Any) -> None:
    browser.open(page, 390, 844, phone=True)
    axe = resources.files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    browser.run(axe + ";0")
    for _ in range(2):
        found = browser.run("axe.run().then(({ violations }) => violations.map(v => v.help))")
        assert found == []
        browser.run("document.getElementById('dark-colours').click()")
