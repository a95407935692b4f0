from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from looproute.writers import csv as writers_csv

from .walks import real_loop, three_laps, walk_along

STARTS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", " =1", "\u202e=1", "\x00=1"]


def _rows(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter))


def test_it_begins_with_a_byte_order_mark_for_excel() -> None:
    assert writers_csv.render([real_loop()]).encode().startswith(b"\xef\xbb\xbfnumber,metres,steps")


def test_every_row_has_every_column() -> None:
    rows = _rows(writers_csv.render([real_loop()]))
    assert {len(row) for row in rows} == {8}
    assert [row[0] for row in rows[1:]] == [str(i) for i in range(len(rows) - 1)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("name", [*STARTS, "a;=1", 'a";=1', "a,=1", "a\n=1", "a\t=1"])
def test_no_cell_is_a_formula_however_cells_are_parted(name: str, delimiter: str) -> None:
    walk = walk_along("ABEDA")
    legs = tuple(leg._replace(name=name) for leg in walk.legs)
    text = writers_csv.render([replace(walk, legs=legs, attribution=name)])
    for row in _rows(text, delimiter):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for cell in row)


def test_imperial_units_give_feet() -> None:
    rows = _rows(writers_csv.render([walk_along("ABEDA")], "imperial"))
    assert rows[0][1] == "feet"
    assert int(rows[-1][1]) == pytest.approx(1200 / 0.3048, abs=3)


def test_every_lap_has_its_cue() -> None:
    told = [row[5] for row in _rows(writers_csv.render([three_laps()]))]
    assert [text for text in told if text.startswith("Lap")] == [
        "Lap 1 of 3.",
        "Lap 2 of 3.",
        "Lap 3 of 3.",
    ]


def test_places_south_and_west_are_no_formulas() -> None:
    (row, *_) = _rows(writers_csv.render([real_loop()]))[1:]
    assert row[6].startswith("geo:53.55")
