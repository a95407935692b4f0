from __future__ import annotations

import pytest

from looproute.cli.advice import ADVICE, SERVER_ADVICE, find_advice
from looproute.errors import LoopRouteError
from looproute.geo import LatLon
from looproute.text import errors
from looproute.units import Units
from tests.cli.conftest import Planner, Run

KIND = "no-shared-start"


@pytest.fixture
def failure(planner: Planner, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that fails with a length in its facts, for which there is advice."""
    monkeypatch.setitem(errors.SENTENCES, KIND, "Nothing within {radius_m:about}.")
    planner.error = LoopRouteError(KIND, radius_m=1609.344)


@pytest.mark.usefixtures("failure")
def test_an_error_ends_with_the_option_to_try(run: Run) -> None:
    result = run("loop", "--steps", "8000")
    result.assert_refused(1, f"Nothing within 1.61 km. {ADVICE[KIND]}")


@pytest.mark.usefixtures("failure")
def test_an_error_is_printed_in_the_units_of_the_command(run: Run) -> None:
    result = run("loop", "--steps", "8000", "--units", "imperial")
    result.assert_refused(1, f"Nothing within 1.00 mi. {ADVICE[KIND]}")


@pytest.mark.usefixtures("failure")
def test_the_next_command_starts_in_metric_units_again(run: Run) -> None:
    run("loop", "--steps", "8000", "--units", "imperial")
    assert "1.61 km" in run("loop", "--steps", "8000").err


def test_an_error_without_advice_is_its_sentence(run: Run, planner: Planner) -> None:
    planner.error = LoopRouteError("Something else went wrong.")
    run("loop", "--steps", "8000").assert_refused(1, "Something else went wrong.\n")


@pytest.mark.parametrize("kind", ADVICE)
def test_advice_is_a_sentence_that_names_an_option_or_a_command(kind: str) -> None:
    assert ADVICE[kind].endswith(".")
    assert "--" in ADVICE[kind] or "looproute " in ADVICE[kind]


@pytest.mark.parametrize("service", SERVER_ADVICE)
def test_a_server_error_advises_another_server(service: str) -> None:
    error = LoopRouteError("server-status", service=service, status="500")
    assert find_advice(error) == SERVER_ADVICE[service]


def test_a_wait_beyond_the_deadline_advises_a_longer_one() -> None:
    facts = {"service": "streets", "wait_s": 60.0, "left_s": 9.0}
    assert find_advice(LoopRouteError("server-rate-limit", **facts)) == (
        "Allow more time with --deadline."
    )
    in_time = LoopRouteError("server-rate-limit", **{**facts, "left_s": 80.0})
    assert find_advice(in_time) == SERVER_ADVICE["streets"]


@pytest.mark.parametrize(("units", "length"), [("metric", "5.60km"), ("imperial", "3.48mi")])
def test_a_missing_area_advises_to_fetch_one_that_holds_the_loop(units: Units, length: str) -> None:
    error = LoopRouteError("area-not-saved", center=LatLon(48.0, 7.85), radius_m=2800.0)
    expected = f"Run looproute area fetch 48.0,7.85 --distance {length} once, or "
    assert find_advice(error, units).startswith(expected)


def test_an_error_of_no_known_kind_has_no_advice() -> None:
    assert find_advice(LoopRouteError("file-damaged", path="x")) == ""
