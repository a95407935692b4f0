from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageColor

from looproute.loops import Loop
from looproute.writers import png, write_loops
from looproute.writers.picture import palette


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def colours(image: Image.Image) -> set[object]:
    counted = image.convert("RGB").getcolors(1 << 24)
    assert counted is not None
    return {colour for count, colour in counted if count > 400}


def test_the_image_has_the_chat_size_and_names_its_software(loops: list[Loop]) -> None:
    image = opened(png.render(loops))
    assert (image.format, image.size) == ("PNG", (1080, 1350))
    assert image.info["Software"].startswith("looproute ")
    assert image.info["Copyright"] == loops[0].attribution


def test_the_walk_the_ground_and_the_words_are_on_it(loops: list[Loop]) -> None:
    shown = colours(opened(png.render(loops)))
    for name in (palette.WALK, palette.LAND, palette.WATER, palette.PARK, palette.INK):
        assert ImageColor.getrgb(name) in shown


def test_letters_are_drawn_with_the_font_that_comes_with_looproute(loops: list[Loop]) -> None:
    longer = replace(loops[0], target_steps=4_444_444)
    dark = [
        sum(
            pixel < 80
            for pixel in opened(png.render([loop]))
            .convert("L")
            .crop((60, 1120, 1020, 1210))
            .tobytes()
        )
        for loop in (loops[0], longer)
    ]
    assert dark[1] > 1.2 * dark[0] > 1000


def test_a_picture_of_looproute_is_recognised_and_replaced(
    tmp_path: Path, loops: list[Loop]
) -> None:
    write_loops(loops, tmp_path / "walk.png")
    write_loops(loops[1:], tmp_path / "walk.png")
    (tmp_path / "other.png").write_bytes(b"\x89PNG")
    with pytest.raises(Exception, match="was not written by looproute"):
        write_loops(loops, tmp_path / "other.png")
