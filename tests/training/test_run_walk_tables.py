"""The published tables, row by row."""

from __future__ import annotations

import pytest

from looproute.text.quantities import format_ratio
from looproute.training.parse import parse_ratio
from looproute.training.run_walk_tables import Ratio, Table, find_ratios
from looproute.units import MILE_M


def published(minutes_per_mile: float, table: Table) -> str:
    return " ".join(
        f"{ratio.run_s:.0f}/{ratio.walk_s:.0f}"
        for ratio in find_ratios(minutes_per_mile * 60 / MILE_M, table)
    )


@pytest.mark.parametrize(
    ("pace", "ratio"),
    [
        (8, "240/35"),
        (9, "240/60"),
        (10, "180/60"),
        (11, "150/60"),
        (12, "120/60"),
        (13, "60/60"),
        (14, "30/30"),
        (15, "30/45"),
        (16, "30/60"),
        (10.4, "180/60"),
        (10.5, "150/60"),
        (7.5, "240/35"),
        (7.4, ""),
        (16.6, ""),
    ],
)
def test_a_pace_has_the_ratio_of_the_published_table_of_one_minute_walks(
    pace: float, ratio: str
) -> None:
    assert published(pace, "minute") == ratio


@pytest.mark.parametrize(
    ("pace", "ratios"),
    [
        (7, "360/30"),
        (7.5, "300/30"),
        (8, "240/30 120/15"),
        (8.5, "180/30 120/20"),
        (9, "120/30 80/20"),
        (9.5, "90/30 60/20 45/15 60/30 40/20"),
        (10.7, "90/30 60/20 45/15 60/30 40/20"),
        (10.75, "60/30 40/20 30/15 30/30 20/20"),
        (12.2, "60/30 40/20 30/15 30/30 20/20"),
        (12.25, "30/30 20/20 15/15"),
        (14.4, "30/30 20/20 15/15"),
        (14.5, "15/30"),
        (15.75, "10/30"),
        (17, "8/30 5/25 10/30"),
        (18.5, "5/30 5/25 4/30"),
        (20, "5/30 5/25 4/30"),
        (9.25, "90/30 60/20 45/15 60/30 40/20"),
        (6.4, ""),
        (20.6, ""),
    ],
)
def test_a_pace_has_the_ratios_of_the_published_table_of_short_walks(
    pace: float, ratios: str
) -> None:
    assert published(pace, "short") == ratios


@pytest.mark.parametrize("text", ["2:00/0:30", " 1:30 / 0:30 ", "90s/30s"])
def test_ratios_are_parsed_as_runners_write_them(text: str) -> None:
    ratio = parse_ratio(text)
    assert ratio == Ratio(120 if text.startswith("2") else 90, 30)
    assert parse_ratio(format_ratio(ratio)) == ratio


@pytest.mark.parametrize(
    "text",
    ["0:00/0:30", "2:00/0:00", "2:00", "2:00/0:30/1:00", "-1:00/0:30", "nan/0:30", "2/1", "", "/"],
)
def test_an_invalid_ratio_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"write it like 90s/30s or 2:00/0:30\."):
        parse_ratio(text)
