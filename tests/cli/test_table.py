from __future__ import annotations

import pytest
from rich.cells import cell_len

from looproute.cli.table import print_loops
from looproute.loops import Loop
from tests.cli.conftest import MakeLoop
from tests.notes import text_note


def shown(capsys: pytest.CaptureFixture[str], loops: list[Loop], units: str = "metric") -> str:
    print_loops(loops, "imperial" if units == "imperial" else "metric")
    return capsys.readouterr().out


def test_a_row_holds_every_figure(capsys: pytest.CaptureFixture[str], make_loop: MakeLoop) -> None:
    out = shown(capsys, [make_loop(repeated_share=0.123)])
    head, row = [line.split() for line in out.splitlines() if line.strip()][:2]
    assert head == ["steps", "length", "min", "off", "repeated", "turns/km", "along"]
    assert row[:9] == ["1", "8,010", "5.61", "km", "73", "+12", "m", "12", "%"]
    assert row[9:] == ["2.5", "Ringstraße,", "Am", "Wall"]


def test_a_narrow_terminal_shows_streets_before_turns(
    capsys: pytest.CaptureFixture[str], make_loop: MakeLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    out = shown(capsys, [make_loop()])
    assert "along" in out
    assert "turns" not in out
    assert "Wall" in out


@pytest.mark.parametrize("columns", ["0", "10", "30", "40", "60"])
@pytest.mark.parametrize("units", ["metric", "imperial"])
def test_figures_and_streets_are_whole_however_narrow_the_terminal(
    capsys: pytest.CaptureFixture[str],
    make_loop: MakeLoop,
    monkeypatch: pytest.MonkeyPatch,
    columns: str,
    units: str,
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    table = shown(capsys, [make_loop()], units).split("\n\n")[0].splitlines()
    assert "…" not in "".join(table)
    for word in ("steps", "length", "along", "8,010", "Ringstraße,", "Wall"):
        assert any(word in line for line in table)
    if columns != "10":
        assert max(map(len, table)) <= (int(columns) or 80)


def test_imperial_units_show_miles(capsys: pytest.CaptureFixture[str], make_loop: MakeLoop) -> None:
    out = shown(capsys, [make_loop(length_m=5590.0)], "imperial")
    assert "turns/mi" in out
    assert "3.47 mi" in out
    assert "-33 ft" in out


def test_other_kinds_of_walk_are_named(
    capsys: pytest.CaptureFixture[str], make_loop: MakeLoop
) -> None:
    out = shown(capsys, [make_loop(), make_loop(2, kind="out-and-back")])
    rows = [line for line in out.splitlines() if line.startswith(("1 ", "2 "))]
    assert "ack" not in rows[0]
    assert "out-and-back: Ringstraße" in rows[1]


def test_the_widest_rows_fit_80_columns(
    capsys: pytest.CaptureFixture[str], make_loop: MakeLoop
) -> None:
    widest = make_loop(
        20,
        kind="loop and spur",
        steps=142_857,
        length_m=100_000.0,
        target_m=99_500.0,
        duration_s=77_922.0,
        repeated_share=1.0,
        turns=1234,
        streets=("Karl-Liebknecht-Straßen-Unterführung", "漢字" * 30, "x" * 300),
    )
    for units in ("metric", "imperial"):
        out = shown(capsys, [widest], units)
        table = out.split("\n\n")[0]
        assert "142,857" in table
        assert all(cell_len(line) <= 80 for line in table.splitlines())


def test_names_cannot_command_the_terminal_or_the_table(
    capsys: pytest.CaptureFixture[str], make_loop: MakeLoop
) -> None:
    loop = make_loop(
        streets=("\x1b[31mRed\x07", "[bold]Way[/bold]", "a\u202eb"),
        notes=text_note("\x1b]0;owned\x07 note"),
        attribution="\x1b[2J© mappers",
    )
    out = shown(capsys, [loop])
    assert "[bold]Way[/bold]" in out.replace("\n", "").replace("  ", "") or "[bold]Way" in out
    assert all(character.isprintable() for character in out.replace("\n", ""))
    assert "© mappers" in out


def test_a_loop_on_unnamed_paths_is_labelled(
    capsys: pytest.CaptureFixture[str], make_loop: MakeLoop
) -> None:
    assert "paths without a" in shown(capsys, [make_loop(streets=())])


def test_a_note_common_to_all_loops_is_printed_once(
    capsys: pytest.CaptureFixture[str], make_loop: MakeLoop
) -> None:
    lines = shown(
        capsys, [make_loop(rank, notes=text_note("A stem.")) for rank in (1, 2, 3)]
    ).splitlines()
    assert [line for line in lines if "A stem." in line] == ["All: A stem."]
    notes = ("A stem.", "", "A stem.")
    lines = shown(
        capsys,
        [make_loop(rank, notes=text_note(note)) for rank, note in enumerate(notes, 1)],
    ).splitlines()
    assert [line for line in lines if "A stem." in line] == ["Loop 1, Loop 3: A stem."]


def test_no_row_ends_in_spaces(capsys: pytest.CaptureFixture[str], make_loop: MakeLoop) -> None:
    lines = shown(capsys, [make_loop(streets=("Way",)), make_loop(2)]).splitlines()
    assert lines == [line.rstrip() for line in lines]
