"""What the search says to a walker, in whole sentences."""

from __future__ import annotations

from looproute.units import MILE_M, Units, format_length

LEAST_SAID_M = 1.0  # nobody minds walking less than this twice


def length(length_m: float, units: Units = "metric") -> str:
    """Return a length as exact as a walker needs it to tell two walks apart.

    >>> length(1979.4), length(2000), length(11_700), length(163)
    ('1,979 m', '2 km', '11.7 km', '163 m')
    >>> length(1979.4, "imperial"), length(5632.7, "imperial"), length(50, "imperial")
    ('1.23 mi', '3.5 mi', '164 ft')
    """
    metres = round(length_m)
    if units == "imperial":
        said = format_length(length_m, units)
        return said if said.endswith("ft") else f"{_plain(length_m / MILE_M, 3)} mi"
    if metres >= 10_000:
        return f"{_plain(metres / 1000, 2)} km"
    return f"{metres // 1000} km" if metres and metres % 1000 == 0 else f"{metres:,} m"


def refusal(core: str, *, proved: bool, at_edge: bool) -> str:
    """Make whole sentences of what there is no loop for."""
    if not at_edge:
        return f"{core}." if proved else f"{core}. There may be one."
    more = "A larger map may have one" if proved else "There may be one, here or on a larger map"
    return f"{core}, as far as the loaded streets go. {more}."


def no_way_round(target_m: float, units: Units = "metric") -> str:
    """Say that there is no loop at all within reach."""
    return (
        f"There is no loop within {length(target_m / 2, units)} of here: "
        "all streets end or lead on without a way round"
    )


def island(
    target_m: float, island_m: float, longest_m: float | None, units: Units = "metric"
) -> str:
    """Say that the streets connected to the start are too few."""
    start = f"The start lies on an island of {length(island_m, units)} of paths"
    if longest_m is None:
        return f"{start}: too little for a loop of {length(target_m, units)}"
    return f"{start}: the longest loop on it has {length(longest_m, units)}"


def capacity(target_m: float, longest_m: float, units: Units = "metric") -> str:
    """Say that all streets with a way round, together, are too short."""
    return (
        f"No loop from here is {length(target_m, units)} long: all paths that lead round within "
        f"reach make no more than {length(longest_m, units)} together"
    )


def off_the_wish(
    target_m: float,
    below_m: float | None,
    above_m: float | None,
    units: Units = "metric",
    *,
    longest: bool,
) -> str:
    """Say which loops are nearest in length; None on the side where none is known.

    `longest` tells whether it is known that none is a little longer than below_m and the wish.

    >>> off_the_wish(2000, 1979, 2065, longest=False)
    'No loop from here is 2 km long: the nearest are 1,979 m and 2,065 m'
    """
    if below_m is not None and above_m is not None:
        nearest = f"the nearest are {length(below_m, units)} and {length(above_m, units)}"
    elif below_m is not None:
        which = "longest within reach" if longest else "next shorter one"
        nearest = f"the {which} has {length(below_m, units)}"
    else:
        assert above_m is not None
        nearest = f"the shortest has {length(above_m, units)}"
    return f"No loop from here is {length(target_m, units)} long: {nearest}"


def not_found(target_m: float, units: Units = "metric", *, toward: bool) -> str:
    """Say that the search found nothing, that way or at all."""
    where = "in that direction" if toward else "here"
    return f"I found no loop of {length(target_m, units)} {where}"


def passes(number: int) -> str:
    """Return what a cue says where the walk passes a place that was asked for, from 1."""
    return f"You pass place {number}."


def laps_done(rest_m: float, units: Units = "metric") -> str:
    """Return what a cue says where the laps are done and so many metres are left, out and back."""
    half = length(rest_m / 2, units)
    return f"The laps are done: go on for {half}, turn round, and come back."


def _plain(number: float, decimals: int) -> str:
    """Return a number without the zeros that its decimals end with."""
    return f"{number:.{decimals}f}".rstrip("0").rstrip(".")
