from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from looproute.geo import cumulative_m
from looproute.network.legs import Leg
from looproute.writers import geojson
from tests.cli.conftest import MakeLoop, Result, Run

LAP = ("calibrate", "walk", "--steps", "560", "--distance", "400m")
Calibrate = Callable[..., "Result"]


@pytest.fixture
def profiles(config: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where profiles are kept; nobody is there to answer questions."""
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return config / "profiles"


@pytest.fixture
def calibrate(run: Run, profiles: Path) -> Calibrate:
    """Run ``looproute calibrate`` with profiles of its own."""
    assert not profiles.exists()
    return lambda *args: run("calibrate", *args)


def shown(calibrate: Calibrate, *args: str) -> dict[str, object]:
    answer: dict[str, object] = json.loads(calibrate("show", "--json", *args).out)
    return answer


def answer_with(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """Answer the questions of a terminal."""
    left = list(answers)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _prompt: left.pop(0))


def test_a_walk_is_saved_and_its_effect_is_printed(calibrate: Calibrate, profiles: Path) -> None:
    result = calibrate("walk", "--steps", "560", "--distance", "400m")
    assert result.code == 0
    assert result.out == (
        "Saved: 560 steps over 400 m, 0.714 m a step.\n"
        "0.714 m a step now: 8,000 steps are 5.71 km, 109 m more than before; "
        "range ±1,622 → ±464.\n"
        "Two more walks of 400 m on a track, on other days: ±464 → ±381 of 8,000.\n"
    )
    (file,) = profiles.iterdir()
    assert f"Saved in {file}." in result.err
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600


def test_imperial_units_report_step_length_in_inches(calibrate: Calibrate, tmp_path: Path) -> None:
    imperial = ("--distance", "0.25mi", "--units", "imperial")
    kept = calibrate("walk", "--steps", "560", *imperial).out
    assert "Saved: 560 steps over 0.25 mi, 28.29 in a step." in kept
    refused = calibrate("walk", "--steps", "285", *imperial).err
    assert "285 over 0.25 mi is 55.6 in each; 28.3 in was expected" in refused
    table = tmp_path / "walks.csv"
    table.write_text("date,steps,distance_m\n2026-11-20,3000,2100\n2026-11-19,3000,1070\n")
    gone = calibrate("forget", "1", "--units", "imperial").out
    assert gone == "Removed: 560 steps over 0.25 mi.\n"
    found = calibrate("import", str(table), "--yes", "--units", "imperial").out
    assert "3,000 steps over 1.30 mi, 27.56 in a step" in found
    assert "3,000 steps over 0.66 mi look like half a step each" in found


def test_three_walks_of_three_days_are_shown_with_their_shares(calibrate: Calibrate) -> None:
    for day, steps in enumerate(("560", "556", "563"), 1):
        args = ("--steps", steps, "--distance", "400m", "--date", f"2026-11-0{day}")
        assert calibrate("walk", *args).code == 0
    out = calibrate("show").out
    assert out.startswith("0.715 m a step, measured on 3 walks of 3 days.\n")
    assert "(±381; day-to-day variation 2.1 %, published average)" in out
    assert out.count("33 %") == 3
    assert out.endswith("your own day-to-day variation instead of a published average.\n")
    answer = shown(calibrate)
    assert (answer["at_steps"], answer["steps_low"], answer["steps_high"]) == (8000, 7619, 8381)


def test_json_has_each_walk_as_it_was_given(calibrate: Calibrate) -> None:
    calibrate("walk", "--steps", "560", "--distance", "400m")
    calibrate("walk", "--steps", "650", "--distance", "500m", "--how", "gps", "--count", "watch")
    answer = shown(calibrate)
    assert set(answer) == {"step_length_m", "at_steps", "steps_low", "steps_high", "walks"}
    assert answer["walks"] == [
        {
            "steps": 560,
            "distance_m": 400.0,
            "how": "track",
            "count": "hand",
            "mode": "walk",
            "date": date.today().isoformat(),
            "used": True,
            "why": "",
        },
        {
            "steps": 650,
            "distance_m": 500.0,
            "how": "gps",
            "count": "watch",
            "mode": "walk",
            "date": date.today().isoformat(),
            "used": False,
            "why": "less than 1 km by GPS is not exact enough",
        },
    ]


def test_laps_are_of_the_distance_and_steps_of_all_laps(calibrate: Calibrate) -> None:
    out = calibrate("walk", "--steps", "1120", "--distance", "400m", "--laps", "2").out
    assert out.startswith("Saved: 1,120 steps over 800 m, 0.714 m a step.\n")


def test_walks_on_one_day_are_reported_as_such(calibrate: Calibrate) -> None:
    calibrate("walk", "--steps", "560", "--distance", "400m")
    out = calibrate("walk", "--steps", "562", "--distance", "400m").out
    assert "Walks on one day measure only that day; days differ more." in out


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--steps", "280", "--distance", "400m"], "looks like strides, which are two steps each"),
        (["--steps", "1120", "--distance", "400m"], "looks like half a step each"),
    ],
)
def test_without_a_terminal_strides_are_rejected_with_advice(
    calibrate: Calibrate, profiles: Path, args: list[str], words: str
) -> None:
    calibrate("walk", *args).assert_refused(2, words, "--sure")
    assert not profiles.exists()


def test_the_strides_option_doubles_the_steps(calibrate: Calibrate) -> None:
    out = calibrate("walk", "--steps", "280", "--distance", "400m", "--strides").out
    assert out.startswith("Saved: 560 steps")


def test_the_sure_option_accepts_unusual_numbers(
    calibrate: Calibrate,
) -> None:
    assert calibrate("walk", "--steps", "1120", "--distance", "400m", "--sure").code == 0


def test_on_a_terminal_strides_need_confirmation(
    calibrate: Calibrate, profiles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_with(monkeypatch, "n", "n")
    assert calibrate("walk", "--steps", "280", "--distance", "400m").code == 130
    assert not profiles.exists()
    answer_with(monkeypatch, "y")
    assert "Saved: 560 steps" in calibrate("walk", "--steps", "280", "--distance", "400m").out


@pytest.mark.parametrize(
    "args",
    [
        ["walk", "--steps", "nan", "--distance", "400m"],
        ["walk", "--steps", "560", "--distance", "400"],
        ["walk", "--steps", "560", "--distance", "nanm"],
        ["walk", "--steps", "560", "--distance", "10m"],
        ["walk", "--steps", "560", "--distance", "400m", "--laps", "0"],
        ["walk", "--steps", "560", "--distance", "400m", "--how", "wheel"],
        ["walk", "--steps", "560", "--distance", "400m", "--date", "2026-13-01"],
        ["walk", "--steps", "560", "--distance", "400m", "--outdoors"],
        ["walk", "--steps", "560", "--distance", "5km"],
        ["walk", "--steps", "560", "--distance", "400m", "--profile", "../x"],
        ["forget"],
        ["forget", "1", "--all"],
        ["forget", "1"],
        ["forget", "0"],
        ["me"],
        ["me", "--height", "17"],
        ["import"],
        ["import", "walk.txt"],
        ["import", "a.gpx", "b.gpx", "--steps", "8000"],
    ],
)
def test_wrong_use_is_one_sentence_and_keeps_nothing(
    calibrate: Calibrate, profiles: Path, args: list[str]
) -> None:
    calibrate(*args).assert_refused(2)
    assert not profiles.exists()


@pytest.mark.parametrize(
    "args", [["loop", "missing.geojson", "--steps", "8000"], ["import", "missing.fit"]]
)
def test_missing_files_are_reported_in_the_same_way(calibrate: Calibrate, args: list[str]) -> None:
    result = calibrate(*args)
    assert (result.code, result.out) == (1, "")
    assert result.err == f"'{args[1]}' cannot be read: no such file or directory.\n"


def test_a_walk_is_forgotten_by_its_number_and_all_at_once(calibrate: Calibrate) -> None:
    for steps in ("560", "570", "580"):
        calibrate("walk", "--steps", steps, "--distance", "400m")
    assert calibrate("forget", "2").out == "Removed: 570 steps over 400 m.\n"
    assert [walk["steps"] for walk in shown(calibrate)["walks"]] == [560, 580]  # type: ignore[attr-defined]
    unanswered = calibrate("forget", "--all")
    assert (unanswered.code, unanswered.out) == (
        0,
        "Nothing was removed: answer y, or add --yes.\n",
    )
    assert calibrate("forget", "--all", "--yes").code == 0
    assert shown(calibrate)["walks"] == []


def test_profiles_and_modes_are_separate(calibrate: Calibrate) -> None:
    calibrate("walk", "--steps", "560", "--distance", "400m")
    calibrate("walk", "--steps", "640", "--distance", "400m", "--profile", "anna")
    calibrate("walk", "--steps", "300", "--distance", "400m", "--mode", "run")
    assert len(shown(calibrate)["walks"]) == 1  # type: ignore[arg-type]
    assert shown(calibrate, "--mode", "run")["step_length_m"] > 1.1  # type: ignore[operator]
    assert shown(calibrate, "--profile", "anna")["step_length_m"] < 0.65  # type: ignore[operator]


def test_a_height_makes_the_first_guess_surer(calibrate: Calibrate) -> None:
    out = calibrate("me", "--height", "175cm", "--pace", "11min/km").out
    assert "0.772 m a step, not measured yet." in out
    assert "(±1,071;" in out


def test_a_damaged_profile_is_named_with_its_line_and_never_replaced(
    run: Run, profiles: Path
) -> None:
    profiles.mkdir(parents=True)
    file = profiles / "me.toml"
    file.write_text("version = 1\nheight_m = tall\n")
    for args in (LAP, ("calibrate", "show"), ("steps", "8000"), ("home", "1,1"), ("home",)):
        result = run(*args)
        assert (result.code, result.out) == (1, "")
        assert "me.toml' is damaged in line 2" in result.err
    assert file.read_text() == "version = 1\nheight_m = tall\n"


def test_steps_use_the_measured_step_and_report_the_change(run: Run, profiles: Path) -> None:
    assert not profiles.exists()
    run(*LAP)
    out = run("steps", "8000").out
    assert "0.71 m a step, measured on 1 walk, at 12:44 min/km.\n" in out
    assert (
        "Your walks changed 8,000 steps from 5.60 km to 5.71 km, 109 m (153 steps) longer, and "
        "the range from ±1,622 to ±464 steps.\n" in out
    )
    assert "as given" in run("steps", "8000", "--step-length", "0.70").out
    assert "from height" in run("steps", "8000", "--height", "175cm").out


def test_a_planned_loop_that_was_walked_calibrates(
    calibrate: Calibrate, folder: Path, make_loop: MakeLoop
) -> None:
    length_m = float(cumulative_m(make_loop().points)[-1])
    loops = [make_loop(rank, length_m=length_m, target_m=length_m) for rank in (1, 2)]
    (folder / "walk.geojson").write_text(geojson.render(loops), encoding="utf-8")
    steps = round(length_m / 0.72)
    result = calibrate("loop", "walk.geojson", "--steps", str(steps))
    assert result.code == 0
    assert f"Planned 8,010 steps, counted {steps:,}:" in result.out
    walk = shown(calibrate)["walks"][0]  # type: ignore[index]
    assert (walk["how"], walk["count"], walk["steps"]) == ("loop", "watch", steps)
    assert calibrate("loop", "walk.geojson", "--steps", "8000", "--loop", "3").code == 2


def test_stairs_of_a_loop_do_not_count_for_the_step_length(
    calibrate: Calibrate, folder: Path, make_loop: MakeLoop
) -> None:
    points = make_loop().points
    along_m = cumulative_m(points)
    length_m, stairs_m = float(along_m[-1]), float(along_m[2] - along_m[1])
    risers = round(stairs_m / 0.40)
    legs = (Leg(0, "", "path"), Leg(1, "", "steps", risers), Leg(2, "", "path"))
    loop = make_loop(length_m=length_m, target_m=length_m, legs=legs)
    (folder / "walk.geojson").write_text(geojson.render([loop]), encoding="utf-8")
    on_flat = round((length_m - stairs_m) / 0.72)
    result = calibrate("loop", "walk.geojson", "--steps", str(on_flat + risers))
    assert f"Left out: {risers:,} steps on stairs." in result.out
    walk = shown(calibrate)["walks"][0]  # type: ignore[index]
    assert walk["steps"] == on_flat
    assert walk["distance_m"] == pytest.approx(length_m - stairs_m, abs=0.1)


def test_an_import_is_shown_and_added_only_when_agreed_to(
    calibrate: Calibrate, profiles: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"2026-11-{day:02d},{6000 + day},,,\n" for day in range(1, 11))
    (folder / "walks.csv").write_text(
        "date,steps,distance_m,how,count\n2026-11-20,560,400,track,hand\n"
        "2026-11-21,1120,400,track,hand\n2026-11-22,90,400,track,hand\n" + rows
    )
    preview = calibrate("import", "walks.csv")
    assert "walks.csv: 1 new walk, 10 days of everyday steps." in preview.out
    assert "2026-11-20  560 steps over 400 m, 0.714 m a step, walk, by track" in preview.out
    assert "not used: 1,120 steps over 400 m look like half a step each" in preview.out
    assert "not used: line 4: 90 steps over 400 m" in preview.out
    assert "Nothing was added" in preview.out
    assert not profiles.exists()
    answer_with(monkeypatch, "y")
    assert "Added. 0.714 m a step" in calibrate("import", "walks.csv").out
    assert "Everyday: 6,006 steps" in calibrate("show").out
    again = calibrate("import", "walks.csv", "--yes")
    assert "1 is in the profile already" in again.out
    assert "There is nothing to add." in again.out


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-13-01", "'2026-13-01' is not a date from 1900 to 2099: write it like 2026-12-24"),
        ("yesterday", "'yesterday' is not a date"),
        ("2098-01-01", "2098-01-01 is in the future"),
    ],
)
def test_a_day_that_cannot_have_been_is_refused(
    calibrate: Calibrate, day: str, sentence: str
) -> None:
    refused = calibrate("walk", "--steps", "560", "--distance", "400m", "--date", day)
    assert refused.code == 2
    assert sentence in refused.err


def test_a_walk_without_effect_is_reported_as_such(calibrate: Calibrate) -> None:
    first = calibrate("walk", "--steps", "560", "--distance", "400m")
    again = calibrate("walk", "--steps", "560", "--distance", "400m")
    assert " more than before; range" in first.out
    assert "5.71 km, as before; range" in again.out


def test_a_day_that_two_devices_counted_keeps_the_greater_count(
    calibrate: Calibrate, folder: Path
) -> None:
    for name, steps in (("watch", 6000), ("phone", 4000), ("belt", 7000)):
        rows = "".join(f"2026-11-{day:02d},{steps + day},\n" for day in range(1, 8))
        (folder / f"{name}.csv").write_text(f"date,steps,distance_m\n{rows}")
    calibrate("import", "watch.csv", "phone.csv", "--yes")
    assert "Everyday: 6,004 steps" in calibrate("show").out
    calibrate("import", "belt.csv", "--yes")
    assert "Everyday: 7,004 steps" in calibrate("show").out
