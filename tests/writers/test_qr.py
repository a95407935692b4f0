"""A second library, zxing, reads the codes again, as a phone does."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from looproute.network.network import ATTRIBUTION
from looproute.writers import qr

TEXTS = [
    "geo:53.5571,13.2613",
    "https://www.google.com/maps/dir/?api=1&origin=53.5571,13.2613&waypoints="
    + "%7C".join(f"53.55{n}71,13.26{n}13" for n in range(9)),
    "Ringstraße, 東京",
]


def scan(dark: np.ndarray) -> str:
    """Return what a scanner reads from modules, True for dark, eight pixels each."""
    pixels = np.where(np.kron(dark, np.ones((8, 8), dtype=bool)), 0, 255).astype(np.uint8)
    (code,) = zxingcpp.read_barcodes(pixels)
    text: str = code.text
    return text


def painted(svg: str) -> np.ndarray:
    """Paint the strokes of the drawing: every one a row of modules from left to right."""
    root = ElementTree.fromstring(svg)
    ground, strokes = list(root)
    assert ground.attrib["fill"] == "#fff"
    size = int(root.attrib["viewBox"].split()[-1])
    dark = np.zeros((size, size), dtype=bool)
    x, y = 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", strokes.attrib["d"]):
        values = [float(number) for number in numbers.split()]
        if command == "h":
            dark[int(y), int(x) : int(x + values[0])] = True
            x += values[0]
        elif command == "m":
            x, y = x + values[0], y + values[1]
        else:
            x, y = values
    return dark


@pytest.mark.parametrize("text", TEXTS)
def test_a_drawing_is_read_as_the_text(text: str) -> None:
    assert scan(painted(qr.svg(text))) == text


@pytest.mark.parametrize("text", TEXTS)
def test_a_picture_decodes_to_the_text_and_names_its_software(text: str) -> None:
    content = qr.png_file(text)
    with Image.open(io.BytesIO(content)) as picture:
        (code,) = zxingcpp.read_barcodes(np.asarray(picture.convert("L")))
        assert ATTRIBUTION in picture.info["Software"]
    assert code.text == text
    assert qr.MARK in content[:200]


@pytest.mark.parametrize("text", TEXTS)
def test_a_terminal_is_read_as_the_text(text: str) -> None:
    halves = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}
    rows = [
        [halves[character][half] for character in line]
        for line in qr.terminal(text).split("\n")
        for half in (0, 1)
    ]
    assert scan(np.array(rows, dtype=bool)) == text


def test_a_drawing_fits_any_page() -> None:
    drawing = qr.svg(TEXTS[0], label='the "start" <here>')
    root = ElementTree.fromstring(drawing)
    assert root.attrib["aria-label"] == 'the "start" <here>'
    assert not re.search(r"\b(id|class|style)=", drawing)
    assert qr.svg(TEXTS[0]) == qr.svg(TEXTS[0])


def test_a_file_names_its_software_and_the_attribution() -> None:
    content = qr.svg_file(TEXTS[0])
    assert qr.MARK in content
    assert ATTRIBUTION.encode() in content
    ElementTree.fromstring(content)


@pytest.mark.parametrize("text", ["", "x" * 2001])
def test_a_text_that_no_phone_reads_off_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="from 1 to 2,000 characters"):
        qr.svg(text)
