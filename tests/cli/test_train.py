from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.cli.conftest import Run

MAKE = ("train", "--from", "5000", "--to", "10000", "--start-date", "2026-11-23")
STEP = ("--step-length", "0.70")


class NewYearsEve(date):
    """The calendar of somebody who has walked since November."""

    @classmethod
    def today(cls) -> NewYearsEve:
        return cls(2026, 12, 31)


@pytest.fixture(autouse=True)
def end_of_the_year(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("looproute.cli.departure.date", NewYearsEve)


def test_a_plan_is_printed_week_by_week(run: Run) -> None:
    lines = run(*MAKE, *STEP).out.splitlines()
    assert lines[0] == "week  from         steps    length  min"
    assert lines[1] == "   1  2026-11-23   5,000   3.50 km   45"
    assert lines[11] == "  11  2027-02-01  10,000   7.00 km   91"
    assert "in addition to everyday steps, which do not count." in lines[13]
    assert all(len(line) <= 80 for line in lines)


def test_a_plan_as_json_has_these_figures_for_each_week(run: Run) -> None:
    answer = json.loads(run(*MAKE, *STEP, "--json").out)
    assert list(answer) == ["weeks"]
    assert len(answer["weeks"]) == 11
    assert answer["weeks"][1] == {
        "week": 2,
        "start": "2026-11-30",
        "steps": 5500,
        "length_m": 3850.0,
        "duration_s": 3000.0,
    }


def test_the_start_is_not_far_above_an_everyday_day(run: Run, config: Path) -> None:
    lower = run("train", "--from", "6000", "--to", "10000", "--baseline", "4200", "--json")
    assert json.loads(lower.out)["weeks"][0]["steps"] == 5200
    assert "the plan begins at 5,200, not at 6,000" in lower.err
    unknown = run("train", "--from", "9000", "--to", "10000", "--json")
    assert json.loads(unknown.out)["weeks"][0]["steps"] == 6000
    assert "--baseline" in unknown.err
    profile = config / "profiles" / "me.toml"
    profile.parent.mkdir(parents=True)
    days = "\n".join(f"2026-11-{day:02d} = 3000" for day in range(1, 9))
    profile.write_text(f"version = 1\n[everyday]\n{days}\n")
    imported = run("train", "--from", "5000", "--to", "10000", "--json")
    assert json.loads(imported.out)["weeks"][0]["steps"] == 4000
    assert "Your ordinary day has 3,000 steps" in imported.err


def test_everyday_steps_count_only_on_request(run: Run) -> None:
    result = run(*MAKE, "--counting-everyday", "3500")
    assert "   1  2026-11-23   1,500" in result.out
    assert "3 walks a week, after 3,500 everyday steps that count." in result.out


def test_logged_walks_are_saved_and_drawn(run: Run, config: Path) -> None:
    run(*MAKE)
    said = run("train", "log", "2026-11-23", "5210")
    assert said.out == "2026-11-23: 5,210 steps.\nWeek 1: 5,210 of 15,000 steps.\n"
    assert "(before: 5,210)" in run("train", "log", "2026-11-23", "5,300").out
    run("train", "log", "2026-11-25", "5k")
    run("train", "log", "2026-11-28", "5000")
    shown = run("train", "show", "--as-of", "2026-12-08").out
    rows = [line.split() for line in shown.splitlines()]
    assert rows[1] == ["1", "2026-11-23", "5,000", "█" * 24, "15,300", "of", "15,000", "walked"]
    assert rows[2][-4:] == ["0", "of", "16,500", "missed"]
    assert rows[3] == ["3", "2026-12-07", "5,500", "░" * 24, "0", "of", "16,500", "now"]
    assert "15,300 steps on 3 days, at 5,000 a walk." in shown
    assert "Week 3 of 12: 5,500 steps a walk" in shown
    assert max(map(len, shown.splitlines())) <= 80
    diary = config / "diaries" / "me.toml"
    assert "2026-11-23 = 5300" in diary.read_text()
    assert diary.stat().st_mode & 0o777 == 0o600


def test_a_narrow_terminal_shows_figures_before_bars(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(*MAKE)
    run("train", "log", "2026-11-23", "5210")
    monkeypatch.setenv("COLUMNS", "52")
    shown = run("train", "show", "--as-of", "2026-11-24").out
    row = shown.splitlines()[1].split()
    assert row == ["1", "2026-11-23", "5,000", "5,210", "of", "15,000", "now"]


def test_days_outside_the_plan_are_saved_without_counting(run: Run, config: Path) -> None:
    run(*MAKE)
    early = run("train", "log", "2026-11-01", "7000")
    assert early.out == "2026-11-01: 7,000 steps.\n"
    assert "outside the plan" in early.err
    assert run("train", "log", "2026-11-23", "5000").err == ""
    shown = run("train", "show", "--as-of", "2026-11-24").out
    assert "5,000 steps on 1 day." in shown
    assert "1 more logged day is outside the plan." in shown
    assert "2026-11-01 = 7000" in (config / "diaries" / "me.toml").read_text()


def test_the_saved_plan_is_shown_with_its_progress(run: Run) -> None:
    run(*MAKE, *STEP)
    told = run("train", "--as-of", "2026-11-30").out
    assert "   1  2026-11-23   5,000   3.50 km   45  missed" in told
    assert "   2  2026-11-30   5,000   3.50 km   45  now" in told
    progress = json.loads(run("train", "show", "--as-of", "2026-11-30", "--json").out)
    assert [week["state"] for week in progress["weeks"][:3]] == ["missed", "now", "ahead"]
    assert progress["weeks"][0]["planned_steps"] == 15_000


def test_a_day_beyond_every_calendar_is_refused(run: Run) -> None:
    run(*MAKE)
    run("train", "show", "--as-of", "9999-12-31").assert_refused(2, "is not a date")
    run("train", "show", "--as-of", "1999-12-31").assert_refused(2, "2000 to 2100")


def test_every_person_has_a_diary(run: Run, config: Path) -> None:
    run(*MAKE, "--profile", "anna")
    assert run("train", "show").code == 2
    assert run("train", "show", "--profile", "anna").code == 0
    assert [path.name for path in (config / "diaries").iterdir()] == ["anna.toml"]


def test_a_plan_becomes_a_page_and_a_calendar(run: Run, folder: Path) -> None:
    made = run(*MAKE, "-o", "training.html", "-o", "training.ics")
    assert made.err.startswith("Wrote training.html.\nWrote training.ics.\nSaved.")
    assert (folder / "training.ics").read_text().count("BEGIN:VEVENT") == 33
    shown = run("train", "show", "-o", "shown.html")
    assert shown.code == 0
    assert "2026" in (folder / "shown.html").read_text()


def test_every_outing_gets_a_map_that_the_page_links(run: Run, folder: Path) -> None:
    plan = ("train", "--to", "5500", "--outings", "1", "--start-date", "2026-11-23")
    made = run(*plan, "--loops", "walks", "--json")
    assert made.code == 0
    assert len(json.loads(made.out)["weeks"]) == 2
    maps = ["2026-11-23.html", "2026-11-30.html"]
    assert sorted(path.name for path in (folder / "walks").iterdir()) == [*maps, "index.html"]
    page = (folder / "walks" / "index.html").read_text()
    assert all(f'href="{name}"' in page for name in maps)
    assert "5,500 steps" in (folder / "walks" / "2026-11-30.html").read_text()
    assert "© OpenStreetMap contributors, ODbL" in made.err
    run("train", "log", "2026-11-23", "5000")
    later = run("train", "--as-of", "2026-11-30", "--loops", "walks", "-o", "plan.html")
    linked = (folder / "plan.html").read_text()
    assert 'href="walks/2026-11-30.html"' in linked
    assert 'href="walks/2026-11-23.html"' not in linked
    index = (folder / "walks" / "index.html").read_text()
    assert 'href="2026-11-30.html"' in index
    assert 'href="2026-11-23.html"' not in index
    assert "Map data: © OpenStreetMap contributors, ODbL." in later.out


@pytest.mark.long
def test_every_outing_of_eight_weeks_has_a_map(run: Run, folder: Path) -> None:
    assert run(*MAKE, "--weeks", "8", "--loops", "walks").code == 0
    assert len(list((folder / "walks").iterdir())) == 25


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--from", "5000", "--to", "4000"), "below the start, 5,000"),
        (("--from", "9000", "--to", "7000"), "below the start, 9,000"),
        (("--to", "10000", "--weeks", "-1"), "'-1' is not a whole number from 1 to 104"),
        (("--to", "10000", "--weeks", "0"), "'0' is not a whole number from 1 to 104"),
        (("--to", "10000", "--add", "2000"), "from 100 to 1,000"),
        (("--to", "10000", "--every", "3w"), "'3w' is not one of"),
        (("--to", "nan"), "'nan' is not a whole number of steps"),
        (("--to", "90000"), "from 1,000 to 50,000"),
        (("--from", "-5000", "--to", "10000"), "'-5000' is not"),
        (("--to", "10000", "--counting-everyday", "9000"), "leave nothing to walk"),
        (("--to", "10000", "--start-date", "yesterday"), "'yesterday'"),
        (("--to", "10000", "--start-date", "9999-12-31"), "'9999-12-31' is not a date"),
        (("--to", "10000", "--start-date", "1999-12-31"), "2000 to 2100"),
        (("--to", "10000", "--outings", "8"), "from 1 to 7"),
        (("--to", "10000", "-o", "plan.gpx"), ".html, .ics"),
        (("--from", "5000"), "--from needs a goal"),
        (("--easier-fourth",), "--easier-fourth needs a goal"),
        (("--to", "10000", "--as-of", "2026-11-23"), "--as-of is for the saved plan"),
        (("--weeks", "3", "show"), "--weeks goes after show"),
        ((), "There is no saved plan"),
        (("show",), "There is no saved plan"),
        (("log", "2026-13-01", "5000"), "2026-13-01"),
        (("log", "24.11.2026", "5000"), "'24.11.2026' is not a date from 1900 to 2099"),
        (("log", "2099-01-01", "5000"), "2099-01-01 is in the future"),
        (("log", "2026-11-23", "-5"), "'-5'"),
        (("log", "2026-11-23", "many"), "'many'"),
        (("log", "1026-11-23", "5000"), "write it like 2026-12-24"),
        (("log", "1926-11-23", "5000"), "2000 to 2100"),
        (("log", "2026-11-23"), "Missing argument"),
        (("--to", "10000", "--map", "town.osm", "--loops", "walks"), "--map needs a start on it"),
    ],
)
def test_an_impossible_plan_is_rejected_in_one_line(
    run: Run, folder: Path, config: Path, args: tuple[str, ...], words: str
) -> None:
    run("train", *args).assert_refused(2, words)
    assert list(folder.iterdir()) == []
    assert not config.exists()


def test_a_start_without_streets_leaves_nothing_behind(
    run: Run, folder: Path, config: Path
) -> None:
    refused = run("train", "--to", "10000", "--loops", "walks", "--start", "48,11", "--offline")
    refused.assert_refused(1, "not saved on this computer")
    assert list(folder.iterdir()) == []
    assert not config.exists()


def test_foreign_files_are_not_replaced_by_maps(run: Run, folder: Path) -> None:
    make = ("train", "--to", "6000", "--start-date", "2026-11-23", "--loops")
    (folder / "walks").mkdir()
    mine = folder / "walks" / "2026-11-23.html"
    mine.write_text("mine")
    run(*make, "walks").assert_refused(1, "was not written by looproute")
    assert [path.read_text() for path in (folder / "walks").iterdir()] == ["mine"]
    run(*make, str(mine)).assert_refused(1, "is not a folder")


def test_a_damaged_diary_is_named_with_its_line(run: Run, config: Path) -> None:
    diary = config / "diaries" / "me.toml"
    diary.parent.mkdir(parents=True)
    diary.write_text("version = 1\n[walked]\n2026-11-23 = 5k")
    for args in (("show",), ("log", "2026-11-23", "5000"), ("--to", "10000")):
        run("train", *args).assert_refused(1, "damaged in line 3")
    assert diary.read_text().endswith("5k")
