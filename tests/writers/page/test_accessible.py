"""The page as axe-core judges it, contrast included."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from typing import Any

import pytest

from looproute.loops import Loop
from tests.writers.page.conftest import DESK, PHONE

JUDGE = """axe.run().then(({ violations, passes }) => ({
    broken: violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)),
    kept: passes.map(({ id }) => id),
}))"""


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_is_broken(
    opened: Callable[..., Any], guided: list[Loop], size: tuple[int, int], scheme: str
) -> None:
    browser = opened(guided, size, scheme=scheme)
    browser.run("document.querySelectorAll('.cues .line')[1].click()")
    browser.run(resources.files("axe_core_python").joinpath("axe.min.js").read_text() + ";0")
    judged = browser.run(JUDGE)
    assert judged["broken"] == []
    assert {"color-contrast", "label", "button-name", "landmark-one-main"} <= set(judged["kept"])


def test_the_first_key_offers_to_skip_the_map(
    opened: Callable[..., Any], guided: list[Loop]
) -> None:
    browser = opened(guided)
    for kind in ("keyDown", "keyUp"):
        browser.send(
            "Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9
        )
    assert browser.run("document.activeElement.textContent") == "Skip the map"


def test_headings_follow_the_order_of_the_page(
    opened: Callable[..., Any], guided: list[Loop]
) -> None:
    browser = opened(guided)
    shown = "h1, .position h2, .card:not([hidden]) h2, .card:not([hidden]) h3"
    headings = browser.run(f"[...document.querySelectorAll({shown!r})].map(h => h.textContent)")
    assert headings == [
        "A walk of 4,000 steps",
        "On the way",
        "Loop 1",
        "Directions",
        "What you pass",
    ]
