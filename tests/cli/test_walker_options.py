"""A profile that is named is there; only what begins one takes a new name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

LAP = ("calibrate", "walk", "--steps", "560", "--distance", "400m", "--profile")


@pytest.mark.parametrize(
    "args",
    [
        "steps 8000",
        "loop --steps 2000",
        "treadmill --steps 8000 --speed 5.5km/h",
        "runwalk --distance 10k --pace 7:00/km",
        "area fetch",
        "home",
        "home forget",
        "calibrate show",
        "calibrate forget --all --yes",
        "share walk.geojson --link",
        "share walk.geojson --private --link",
    ],
)
def test_a_missing_profile_is_rejected_with_the_known_ones(
    run: Run, folder: Path, args: str
) -> None:
    assert run("loop", "--steps", "2000", "--count", "1", "-o", "walk.geojson").code == 0
    nobody = run(*args.split(), "--profile", "ana")
    nobody.assert_refused(2, "there is no profile 'ana', and no other; looproute calibrate me")
    for name in ("bo", "anna"):
        run(*LAP, name)
    run(*args.split(), "--profile", "ana").assert_refused(2, "no profile 'ana', only anna, bo; ")
    assert [path.name for path in folder.iterdir()] == ["walk.geojson"]


def test_many_profiles_are_counted(run: Run, config: Path) -> None:
    (config / "profiles").mkdir(parents=True)
    for number in range(13):
        (config / "profiles" / f"walker{number:02}.toml").write_text("version = 1\n")
    refused = run("steps", "8000", "--profile", "ana")
    refused.assert_refused(2, "only walker00, ", "walker09, 3 more; looproute")


def test_the_default_profile_may_be_missing(run: Run) -> None:
    assert "a typical adult's" in run("steps", "8000").out


@pytest.mark.parametrize(
    "args",
    [
        "calibrate walk --steps 560 --distance 400m",
        "calibrate me --height 175cm",
        "home 53.5571,13.2613",
        "train --to 6000",
        "train log 2026-11-02 5210",
    ],
)
def test_commands_that_save_accept_a_new_profile(run: Run, args: str) -> None:
    assert run(*args.split(), "--profile", "ana").code == 0
