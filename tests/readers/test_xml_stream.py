"""XML that is hostile or damaged, in each format that is XML."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from looproute.readers import Request, WalkFileError, read
from looproute.readers.xml_stream import elements
from looproute.steps.measurement import Walk

from .files import export_text, gpx_text, tcx_text, written

STEPS = Request(steps=2750)
BOMB = '<!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]><gpx>&b;</gpx>'


@pytest.mark.parametrize("suffix", ["gpx", "tcx", "xml"])
@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        '<!DOCTYPE gpx SYSTEM "file:///etc/passwd"><gpx/>',
        "<a>" * 100_000,
        "<a" + " " * 3_000_000,
        '<a x="' + "y" * 3_000_000 + '"/>',
        "<gpx><trk><name>" + "y" * 3_000_000,
        "<HealthData><Record>" + "y" * 3_000_000,
        "",
        "not XML",
        "<gpx>\x00</gpx>",
        "<HealthData>&undefined;</HealthData>",
    ],
    ids=["bomb", "external", "deep", "tag", "attribute", "text", "text 2", "0", "no", "nul", "&"],
)
def test_hostile_xml_is_refused_with_the_reason(tmp_path: Path, suffix: str, text: str) -> None:
    request = STEPS if suffix == "gpx" else Request()
    with pytest.raises(WalkFileError, match="cannot be read: ") as refused:
        read(written(tmp_path / f"a.{suffix}", text), request)
    assert len(str(refused.value)) < 400


def test_elements_are_yielded_while_the_file_is_read() -> None:
    def endless() -> object:
        yield b"<a>"
        while True:
            yield b"<b/>" * 100

    stream = elements(endless())  # type: ignore[arg-type]
    names = [next(stream).name for _ in range(10_000)]
    assert set(names) == {"a", "b"}


@pytest.mark.parametrize(
    ("suffix", "whole"),
    [("gpx", gpx_text(40)), ("tcx", tcx_text(120)), ("xml", export_text())],
)
def test_1000_damaged_files_are_a_value_or_an_error(
    tmp_path: Path, suffix: str, whole: str
) -> None:
    rng = random.Random(7)
    request = STEPS if suffix == "gpx" else Request()
    path = tmp_path / f"a.{suffix}"
    for _ in range(1000):
        content = bytearray(whole.encode())
        for _ in range(rng.randint(1, 5)):
            at = rng.randrange(len(content))
            kind = rng.randrange(3)
            if kind == 0:
                content[at] = rng.randrange(256)
            elif kind == 1:
                del content[at : at + rng.randint(1, 40)]
            else:
                content[at:at] = rng.choice([b"<", b">", b"&", b'"', b"\xff", b"-", b"9" * 30])
        path.write_bytes(content)
        try:
            found = read(path, request)
        except WalkFileError:
            continue
        assert all(isinstance(walk, Walk) for walk in found.walks)
