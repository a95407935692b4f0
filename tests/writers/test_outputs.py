"""Files of a plan are checked before the search and written after it."""

from __future__ import annotations

from pathlib import Path

import pytest

from looproute.errors import WriteError
from looproute.loops import Loop
from looproute.writers import Outputs, geojson, gpx


def test_the_loops_are_written_to_every_path(loops: list[Loop], tmp_path: Path) -> None:
    track, data = tmp_path / "walk.gpx", tmp_path / "walk.geojson"
    outputs = Outputs(paths=(track, data), units="imperial", gap_m=30.0)
    outputs.check()
    outputs.write(loops)
    assert track.read_text("utf-8") == gpx.render(loops, "imperial", gap_m=30.0)
    assert data.read_text("utf-8") == geojson.render(loops, "imperial")


def test_one_unwritable_path_fails_the_check(tmp_path: Path) -> None:
    foreign = tmp_path / "walk.gpx"
    foreign.write_text("mine")
    outputs = Outputs(paths=(tmp_path / "walk.html", foreign))
    with pytest.raises(WriteError, match="not written by looproute"):
        outputs.check()
    Outputs(paths=outputs.paths, force=True).check()


def test_a_gap_needs_a_course(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"a gap is for courses: add one of \.gpx, \.fit"):
        Outputs(paths=(tmp_path / "walk.html",), gap_m=30.0).check()


@pytest.mark.parametrize(
    ("names", "page"),
    [((), None), (("a.gpx",), None), (("a.gpx", "b.HTML", "c.html"), "b.HTML")],
)
def test_the_page_is_the_first_html_file(names: tuple[str, ...], page: str | None) -> None:
    expected = None if page is None else Path(page)
    assert Outputs(paths=tuple(map(Path, names))).page == expected
