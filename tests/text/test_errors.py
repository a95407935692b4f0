"""Errors and waits read as sentences in the units of the reader."""

from __future__ import annotations

import string

import pytest

from looproute.cli import COMMANDS
from looproute.errors import StreetsError
from looproute.geo import LatLon
from looproute.privacy import PrivacyError
from looproute.sources.deadline import Wait
from looproute.text import progress
from looproute.text.errors import REMEDIES, SENTENCES, describe_error
from looproute.training.run_walk import PaceError, run_walk
from looproute.training.run_walk_tables import Ratio
from looproute.units import Units

MUNICH = LatLon(48.1, 11.5)
RATE_LIMIT = {"server": "overpass.example.org", "status": 429, "wait_s": 60.0}


@pytest.mark.parametrize(("units", "radius"), [("metric", "3.00 km"), ("imperial", "1.86 mi")])
def test_a_missing_area_is_described_in_the_units_of_the_reader(units: Units, radius: str) -> None:
    error = StreetsError("area-not-saved", center=MUNICH, radius_m=3000.0)
    sentence = describe_error(error, units)
    assert sentence.startswith(f"The streets within {radius} of 48.1,11.5 are not saved on this")


def test_a_partly_saved_area_names_the_saved_part() -> None:
    error = StreetsError("area-partly-saved", center=MUNICH, radius_m=3000.0, name="48.1,11.5-600m")
    assert "only the part in the area 48.1,11.5-600m." in str(error)


@pytest.mark.parametrize(
    ("service", "remedy"),
    [
        ("streets", "Retry in 60 s, or plan in a saved area or on a map file."),
        ("addresses", "Retry in 60 s, or give the start as LAT,LON."),
    ],
)
def test_an_error_of_a_server_says_what_works_without_it(service: str, remedy: str) -> None:
    error = StreetsError("server-rate-limit", service=service, **RATE_LIMIT)
    assert str(error) == f"overpass.example.org is rate limiting requests (429). {remedy}"


def test_swapped_coordinates_are_asked_about_in_any_error() -> None:
    error = StreetsError("area-not-saved", center=MUNICH, radius_m=3.0, swapped=LatLon(11.5, 48.1))
    assert str(error).endswith(" Did you mean 11.5,48.1? Latitude goes first.")
    assert "Did you mean" not in str(
        StreetsError("area-not-saved", center=MUNICH, radius_m=3.0, swapped=None)
    )


def test_an_error_that_has_a_cause_ends_with_its_sentence() -> None:
    error = StreetsError("map-unusable", path="town.osm", cause=StreetsError("no-walkable-streets"))
    assert str(error) == (
        "'town.osm' cannot be used. No street here may be walked; try another place or map."
    )


TEMPLATES = {kind: text for kind, text in SENTENCES.items() if isinstance(text, str)}


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_sentence_ends_and_names_no_option(kind: str) -> None:
    fields = [name for _, name, _, _ in string.Formatter().parse(TEMPLATES[kind]) if name]
    assert TEMPLATES[kind].endswith((".", "?", "{cause}")) or TEMPLATES[kind][0].islower()
    assert "--" not in TEMPLATES[kind]
    assert "service" not in fields


def test_every_error_of_a_server_ends_with_a_remedy() -> None:
    for kind, sentence in TEMPLATES.items():
        if kind.startswith(("server-", "connection-", "response-")):
            assert sentence.endswith("{remedy}."), kind
    assert all(remedy.startswith("or ") for remedy in REMEDIES.values())


def test_a_wait_is_described_in_the_units_of_the_reader() -> None:
    wait = Wait("download-streets", {"server": "example.org", "radius_m": 3000.0})
    sentence = progress.describe_wait(wait, "imperial")
    assert sentence == "Waiting for example.org: streets within 1.86 mi"


def test_a_list_shows_the_first_items_and_counts_the_rest() -> None:
    error = StreetsError("address-ambiguous", address="Markt", count=7, places=tuple("ABCDEFG"))
    assert "any of 7 places: A; B; C; D; E; and 2 more. " in str(error)


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
        assert " -" not in sentence
        assert [name for name in COMMANDS if f"looproute {name}" in sentence] == []
        assert [name for _, name, _, _ in string.Formatter().parse(sentence) if name == ""] == []
