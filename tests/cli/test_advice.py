from __future__ import annotations

import pytest

from looproute.cli.advice import ADVICE
from looproute.errors import LoopRouteError
from looproute.text import errors
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
