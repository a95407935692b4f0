"""Run-walk ratios by pace: two tables published by Jeff Galloway.

The tables are in minutes per mile. The older one has walks of about a minute; the newer one, from
2015 on, keeps every walk at 30 seconds or less, because he found that longer ones gain nothing.
Source: https://www.jeffgalloway.com. "Run Walk Run" is his registered mark; looproute is not
affiliated with him.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from looproute.units import MILE_M

Table = Literal["short", "minute"]


class Ratio(NamedTuple):
    """Seconds of running, then seconds of walking."""

    run_s: float
    walk_s: float


class Row(NamedTuple):
    """A range of paces in minutes per mile, and its ratios, the usual one first."""

    fastest: float
    slowest: float
    ratios: tuple[Ratio, ...]


def _row(fastest: float, slowest: float, *ratios: tuple[float, float]) -> Row:
    return Row(fastest, slowest, tuple(Ratio(*ratio) for ratio in ratios))


TABLES: dict[Table, tuple[Row, ...]] = {
    "minute": (
        _row(8, 8, (240, 35)),
        _row(9, 9, (240, 60)),
        _row(10, 10, (180, 60)),
        _row(11, 11, (150, 60)),
        _row(12, 12, (120, 60)),
        _row(13, 13, (60, 60)),
        _row(14, 14, (30, 30)),
        _row(15, 15, (30, 45)),
        _row(16, 16, (30, 60)),
    ),
    "short": (
        _row(7, 7, (360, 30)),
        _row(7.5, 7.5, (300, 30)),
        _row(8, 8, (240, 30), (120, 15)),
        _row(8.5, 8.5, (180, 30), (120, 20)),
        _row(9, 9, (120, 30), (80, 20)),
        _row(9.5, 10.75, (90, 30), (60, 20), (45, 15), (60, 30), (40, 20)),
        _row(10.75, 12.25, (60, 30), (40, 20), (30, 15), (30, 30), (20, 20)),
        _row(12.25, 14.5, (30, 30), (20, 20), (15, 15)),
        _row(14.5, 15.75, (15, 30)),
        _row(15.75, 17, (10, 30)),
        _row(17, 18.5, (8, 30), (5, 25), (10, 30)),
        _row(18.5, 20, (5, 30), (5, 25), (4, 30)),
    ),
}

# A pace further than this from every row, in minutes per mile, has no ratio.
_REACH = 0.5


def find_ratios(pace_s_per_m: float, table: Table = "short") -> tuple[Ratio, ...]:
    """Return the ratios of the row nearest to an average pace, the usual one first.

    If two rows are equally near, the slower one, with more walking, is used. The result is empty
    more than half a minute per mile beyond the table.

    >>> find_ratios(10 * 60 / MILE_M, "minute")
    (Ratio(run_s=180, walk_s=60),)
    """
    pace = pace_s_per_m * MILE_M / 60
    away = [
        (round(max(row.fastest - pace, pace - row.slowest, 0.0), 9), -row.fastest, row)
        for row in TABLES[table]
    ]
    off, _, nearest = min(away)
    return nearest.ratios if off <= _REACH else ()
