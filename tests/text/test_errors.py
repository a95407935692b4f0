"""Errors as sentences, in the units of the reader."""

from __future__ import annotations

import string

import pytest

from looproute.errors import StreetsError
from looproute.geo import LatLon
from looproute.privacy import PrivacyError
from looproute.text.errors import SENTENCES, describe_error
from looproute.training.run_walk import PaceError, run_walk
from looproute.training.run_walk_tables import Ratio


def test_a_pace_that_needs_no_running_is_reported_in_the_units_of_the_reader() -> None:
    with pytest.raises(PaceError) as raised:
        run_walk(5000, 0.9, Ratio(60, 30), 1.4)
    assert str(raised.value).startswith(
        "A walk at 11:54 min/km is fast enough for an average of 15:00 min/km: "
    )
    assert describe_error(raised.value, "imperial").startswith(
        "A walk at 19:10 min/mi is fast enough for an average of 24:08 min/mi: "
    )


def test_an_average_that_is_too_fast_names_the_ratio_and_the_limit() -> None:
    with pytest.raises(PaceError) as raised:
        run_walk(5000, 0.13, Ratio(30, 60), 1.4)
    assert str(raised.value).startswith(
        "An average of 2:10 min/km cannot be run with 0:30/1:00 and walks at 11:54 min/km: the "
        "running would have to be faster than 2:00 min/km."
    )


def test_a_distance_in_an_error_is_in_the_units_of_the_reader() -> None:
    error = PrivacyError("meeting-point-too-near", place=LatLon(53.5, 13.25), least_m=300.0)
    assert "From 53.5,13.25 no walk" in str(error).replace("53.50000,13.25000", "53.5,13.25")
    assert "that is 300 m or more from it" in str(error)
    assert "that is 0.19 mi or more from it" in describe_error(error, "imperial")


def test_the_cause_of_an_error_is_rendered_in_the_same_units() -> None:
    cause = PrivacyError("no-private-loop", target_m=5600.0)
    error = StreetsError("too-few-streets-to-hide", cause=cause)
    assert str(error).startswith("No walk of 5.60 km leads")
    assert describe_error(error, "imperial").startswith("No walk of 3.48 mi leads")
    assert str(error).endswith("To hide a home, more streets must be known than for a walk.")


def test_no_sentence_names_an_option_or_a_command() -> None:
    for sentence in SENTENCES.values():
        if not isinstance(sentence, str):
            continue
        assert "--" not in sentence
        assert "looproute " not in sentence.replace("how looproute chooses", "")
        assert [name for _, name, _, _ in string.Formatter().parse(sentence) if name == ""] == []
