"""Derive the cues of a loop: turns, street names, laps, and where to run or walk.

There is a cue wherever a walker must decide or may be unsure. Bends, crossings where the street
goes straight on, and names that last only a few metres get no cue; two turns in quick succession
share one.
"""

from __future__ import annotations

from collections.abc import Iterator

from looproute.cues.cue import Cue, Onto, SetOff, Turn
from looproute.cues.landcover import Grounds
from looproute.cues.line import Way
from looproute.cues.turns import (
    CORNER_DEG,
    LOOK_M,
    PLAIN_DEG,
    SLIGHT_DEG,
    Manoeuvre,
    manoeuvres,
    name_side,
    name_turn,
)
from looproute.loops import Loop

__all__ = ["ENDS_M", "Cue", "Onto", "SetOff", "Turn", "cues"]

# A street entered without a turn gets a cue if the walk follows it at least this far.
_LASTS_M = 60.0
# A cue names the next named street to walk towards if it begins within this distance.
_TOWARDS_M = 500.0

ENDS_M = 15.0
"""No other cue is this near the start or the finish, which need no further directions.

The walk therefore sets off along the street at this distance.
"""


def cues(loop: Loop) -> tuple[Cue, ...]:
    """Return the cues of a loop in order, from the start to the finish.

    Names are as in the map; writers sanitize them for their format. Turns within laps get cues only
    on the first lap.

    Turns are measured at the junctions between `loop.legs`, or, without legs, wherever the line
    bends sharply. With `loop.network`, the side streets matter, too: there is a cue where a walker
    could mistake one for the way, and none at a slight bend where that is impossible.

    `loop.turns` counts each junction where the direction changes by more than 45°. There are fewer
    turn cues where two such junctions form one manoeuvre or a kink of less than 20 m, or where
    there is no other way to go; there are more where the way bears slightly into another street,
    forks, or turns round.

    Examples
    --------
    >>> from looproute import LoopRequest, AsciiMap, plan_loops
    >>> town = AsciiMap('''
    ...     A---B--E
    ...     |   |
    ...     D---C
    ...         |
    ...         F
    ... ''')
    >>> [loop] = plan_loops(LoopRequest(start=town.at("A"), length_m=1200, heading_deg=90), town)
    >>> for cue in cues(loop):
    ...     print(f"{cue.along_m:4.0f} m: {cue.turn}")
       0 m: start
     400 m: right
     600 m: right
    1200 m: finish
    """
    way = Way.of(loop)
    found = [_start(way), *_turns(way), *_laps(way), *_marks(way)]
    # At the same place, the start comes first, then laps, then turns.
    laps = ("lap", "laps done")
    found.sort(key=lambda cue: (cue.along_m, cue.turn != "start", cue.turn not in laps))
    return (*found, _finish(way))


def _start(way: Way) -> Cue:
    leg, loop = way.street(ENDS_M), way.loop
    times = loop.laps.times if loop.laps and not loop.laps.begin else 0
    stairs_steps = way.stairs_steps(way.leg(way.point(ENDS_M)))
    return way.cue(
        0.0,
        "start",
        leg.name if leg else "",
        set_off=SetOff(way.heading_deg(0.0, LOOK_M), loop.length_m, loop.steps),
        onto=leg and Onto(leg, leg, stairs_steps=stairs_steps),
        lap=min(times, 1),
        laps=times,
    )


def _finish(way: Way) -> Cue:
    return way.cue(way.length_m, "finish", "", arrives=way.loop.kind == "one-way")


def _laps(way: Way) -> Iterator[Cue]:
    if way.loop.laps is None:
        return
    times, begin, end = way.loop.laps
    for lap in range(times):
        point = begin + lap * (end - begin) // times
        if point > 0:
            yield way.cue(way.along_m[point], "lap", lap=lap + 1, laps=times)


def _marks(way: Way) -> Iterator[Cue]:
    for mark in way.loop.marks:
        yield way.cue(mark.along_m, mark.kind, mark=mark)


def _turns(way: Way) -> Iterator[Cue]:
    """Yield the cues that keep a walker on the way."""
    grounds = Grounds(way)
    leg = way.street(ENDS_M)
    named = leg.name if leg else ""
    for manoeuvre in manoeuvres(way):
        if not ENDS_M < manoeuvre.begin_m < way.length_m - ENDS_M:
            continue
        cue = _turn(way, grounds, manoeuvre, named)
        if cue and not _is_known(way, cue):
            named = cue.street
            yield cue


def _is_known(way: Way, cue: Cue) -> bool:
    """Whether a cue lies on a later lap, excluding where it begins and the last one ends."""
    if way.loop.laps is None:
        return False
    times, begin, end = way.loop.laps
    return begin + (end - begin) // times < cue.point < end


def _turn(way: Way, grounds: Grounds, manoeuvre: Manoeuvre, last_name: str) -> Cue | None:
    """Return the cue for a manoeuvre, or None if a walker needs no cue."""
    number = way.leg(manoeuvre.bends[-1].point)
    name = way.loop.legs[number].name if number >= 0 else ""
    into_new = name != last_name and way.lasts_m(number) >= _LASTS_M
    doubt, turn_deg = manoeuvre.doubt, manoeuvre.turn_deg
    *passed, ahead = (_stairs_steps(way, bend.point) for bend in manoeuvre.bends)
    climbs = ahead + sum(passed) > 0
    then: Turn | None = None
    keeps = False
    if manoeuvre.two:
        turn_deg = manoeuvre.two[0].turn_deg
        then = name_side(manoeuvre.two[1].turn_deg)
    elif abs(turn_deg) < _least_deg(
        way, into_new or climbs or doubt is not None, last_name == name != ""
    ):
        if doubt and doubt.rival and abs(doubt.turn_deg - doubt.rival.turn_deg) < PLAIN_DEG:
            turn_deg = SLIGHT_DEG if doubt.turn_deg > doubt.rival.turn_deg else -SLIGHT_DEG
            keeps = True
        elif into_new or doubt or climbs:
            turn_deg = 0.0
        else:
            return None
    turn = name_turn(turn_deg)
    onto: Onto | None = None
    if number >= 0 and turn != "turn round":
        legs = way.loop.legs
        end_m = float(way.along_m[legs[number].begin]) + way.lasts_m(number)
        onto = Onto(
            leg=legs[number],
            before=legs[way.leg(manoeuvre.bends[0].point) - 1],
            last_name=last_name,
            ground=None if name else grounds.along(manoeuvre.begin_m, end_m),
            towards=_next_name(way, number),
            over_steps=sum(passed),
            stairs_steps=ahead,
        )
    return way.cue(manoeuvre.begin_m, turn, name, then=then, keeps=keeps, onto=onto)


def _stairs_steps(way: Way, point: int) -> float:
    """Return the steps of the stairs that begin at a point, 0 where none do."""
    number = way.leg(point)
    begins = number >= 0 and way.loop.legs[number].begin == point and way.begins_stairs(number)
    return way.stairs_steps(number) if begins else 0.0


def _next_name(way: Way, number: int) -> str:
    """Return the name of the next named street after an unnamed leg; "" if it is far."""
    legs = way.loop.legs
    for after in range(number + 1, len(legs)):
        if way.along_m[legs[after].begin] - way.along_m[legs[number].begin] > _TOWARDS_M:
            return ""
        if legs[after].name and way.lasts_m(after) >= _LASTS_M:
            return legs[after].name
    return ""


def _least_deg(way: Way, needs_cue: bool, keeps_name: bool) -> float:
    """Return the smallest angle that counts as a turn.

    Without the surrounding streets it is unknown whether a walker could go wrong, so the threshold
    is lower.
    """
    if needs_cue:
        return SLIGHT_DEG
    return PLAIN_DEG if way.loop.network or keeps_name else CORNER_DEG
