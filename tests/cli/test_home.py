from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def profiles(config: Path) -> Path:
    """Where profiles are kept."""
    return config / "profiles"


def test_a_home_is_saved_shown_and_removed(run: Run, profiles: Path) -> None:
    assert run("home").out == "No home is saved.\n"
    assert not profiles.exists()
    assert "Loops start at 53.5571,13.2613 from now on" in run("home", "53.5571,13.2613").out
    assert "home = [53.5571, 13.2613]" in (profiles / "me.toml").read_text()
    assert run("home").out == "Home: 53.5571,13.2613.\n"
    run("home", "--profile", "anna").assert_refused(2, "no profile 'anna', only me")
    assert run("home", "forget").out == "No home is saved.\n"
    assert "home" not in (profiles / "me.toml").read_text().split("version")[1]


def test_a_home_may_lie_south_and_west(run: Run, profiles: Path) -> None:
    assert not profiles.exists()
    assert run("home", "-23.55,-46.63").code == 0
    assert run("home").out == "Home: -23.55,-46.63.\n"


def test_a_home_and_walks_do_not_disturb_one_another(run: Run, profiles: Path) -> None:
    assert not profiles.exists()
    run("home", "53.5571,13.2613")
    run("calibrate", "walk", "--steps", "560", "--distance", "400m")
    run("calibrate", "forget", "--all", "--yes")
    assert run("home").out == "Home: 53.5571,13.2613.\n"


def test_a_home_with_swapped_coordinates_raises_a_question(run: Run, profiles: Path) -> None:
    assert not profiles.exists()
    assert "Did you mean 53.5571,13.2613? Latitude goes" in run("home", "13.2613,53.5571").err
    assert "Did you mean" not in run("home", "53.5571,13.2613").err


def test_home_does_not_look_up_addresses(run: Run) -> None:
    assert "address" not in run("home", "53.5571").err


@pytest.mark.parametrize("place", ["91,13", "nan,13", "Neubrandenburg", "forget me", "1"])
def test_invalid_places_are_rejected(run: Run, profiles: Path, place: str) -> None:
    run("home", place).assert_refused(2)
    assert not profiles.exists()
