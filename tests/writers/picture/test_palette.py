from __future__ import annotations

import re
from importlib import resources

import pytest

from looproute.writers.picture import palette

COLOURS = {name: value for name, value in vars(palette).items() if name.isupper()}


@pytest.mark.parametrize("name", sorted(COLOURS))
def test_the_picture_has_the_colours_of_the_page(name: str) -> None:
    styles = "".join(
        file.read_text(encoding="utf-8")
        for room in ("page", "webpage")
        for file in sorted(resources.files(f"looproute.writers.{room}").iterdir(), key=str)
        if file.name.endswith(".css")
    )
    said = re.search(rf"--{name.lower().replace('_', '-')}:\s*(#[0-9a-f]{{6}})", styles)
    assert said is not None
    assert said[1] == COLOURS[name]
