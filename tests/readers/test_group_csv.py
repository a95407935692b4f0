"""Groups from tables, as people type them and as they go wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from looproute.readers import WalkFileError
from looproute.readers.group_csv import read_members

TABLE = """name,step_length,height,pace,cadence
Ada,0.78,,10min/km,
Bo,,128cm,,
Çem,70cm,,,115
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "club.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_name_may_be_a_single_letter(tmp_path: Path) -> None:
    (member, _) = read_members(written(tmp_path, "name,height\nX,1.75\nYi,1.80\n")).members
    assert member.name == "X"


def test_each_row_is_a_walker(tmp_path: Path) -> None:
    ada, bo, cem = read_members(written(tmp_path, TABLE)).members
    assert [ada.name, bo.name, cem.name] == ["Ada", "Bo", "Çem"]
    assert (ada.walker.step_length_m, ada.walker.speed_mps) == pytest.approx((0.78, 1 / 0.6))
    assert (bo.walker.basis, bo.walker.height_m) == ("height", 1.28)
    assert (cem.walker.step_length_m, cem.walker.cadence_spm) == pytest.approx((0.7, 115))


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + TABLE,
        TABLE.replace("\n", "\r\n"),
        TABLE.replace(",", ";"),
        TABLE.replace(",", ";").replace("0.78", "0,78"),
        TABLE.replace("name,", "Name , ").replace("Ada,", '" Ada ",'),
        "\n".join(line + "\n" for line in TABLE.splitlines()),
    ],
)
def test_tables_of_spreadsheets_are_read(tmp_path: Path, text: str) -> None:
    assert read_members(written(tmp_path, text)) == read_members(written(tmp_path, TABLE))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "its first line is not like name,step_length"),
        ("name,step_length\n", "it has no members"),
        ("Ada,0.7\n", "its first line is not like"),
        ("name,name,height\nA,B,1.8\n", "its first line is not like"),
        ("name,shoe_size\nAda,42\n", "its column 'shoe_size' is not one of"),
        ("name,step_length\nAda\n", "line 2: there are not as many values as columns"),
        ("name,step_length\nAda,0.7,9\n", "line 2: there are not as many values as columns"),
        ("name,step_length\nAda,\n", "line 2: 'Ada' needs step_length or height, one of the two"),
        ("name,step_length,height\nAda,0.7,1.8\n", "line 2: 'Ada' needs step_length or height"),
        ("name,step_length\nAda,0.7\nBo,nan\n", "line 3: 'nan' is not a step length"),
        ("name,step_length\nAda,inf\n", "line 2: 'inf' is not a step length"),
        ("name,step_length\nAda,1.5\n", "line 2: '1.5' looks like a stride"),
        ("name,height\nAda,9ft\n", "line 2: '9ft' is not a height"),
        ("name,height,pace\nAda,1.8,fast\n", "line 2: 'fast' is not a walking pace"),
        ("name,step_length,cadence\nAda,0.7,nan\n", "line 2: cadence 'nan' is not a number from"),
        ("name,step_length,cadence\nAda,0.7,999\n", "line 2: cadence '999' is not a number"),
        ("name,height,cadence\nAda,1.8,110\n", "line 2: 'Ada' has a cadence"),
        ("name,step_length,pace\nAda,1.1,38min/km\n", "line 2: 24 steps a minute is not from"),
        ("name,step_length\nAda,0.7\nAda,0.8\n", "line 3: 'Ada' is there already"),
        ("name,step_length\n,0.7\n", "line 2: a name has 1 to 60 letters"),
        (f"name,step_length\n{'a' * 61},0.7\n", "line 2: a name has 1 to 60 letters"),
        ('name,step_length\n"Ada,0.7\n', "it is not CSV in UTF-8"),
        ("name,step_length\n" + "".join(f"a{i},0.7\n" for i in range(201)), "more than 200 rows"),
    ],
)
def test_an_invalid_group_is_refused_with_its_line(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(WalkFileError, match=f"club.csv' cannot be read as a group: .*{fault}"):
        read_members(written(tmp_path, text))


def test_bytes_that_are_not_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "club.csv").write_bytes(b"name,step_length\n\xff\xfe,0.7\n")
    with pytest.raises(WalkFileError, match="it is not CSV in UTF-8"):
        read_members(tmp_path / "club.csv")


def test_a_large_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WalkFileError, match="larger than 1,000,000 bytes"):
        read_members(written(tmp_path, "name\n" + "a\n" * 500_001))
    with pytest.raises(WalkFileError, match="no such file"):
        read_members(tmp_path / "none.csv")
    with pytest.raises(WalkFileError, match="it is a folder"):
        read_members(tmp_path)
