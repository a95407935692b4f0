"""What to do on the way: where to turn, into which street, which lap it is, when to run.

A cue stands where a walker must decide or may wonder. A bend is none, nor is a crossing where the
street goes straight on, nor a name that lasts a few metres; two turns at once are one.
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

# A street entered without a turn gets a cue if it is walked at least this far.
_LASTS_M = 60.0
# A cue names the next named street to walk towards if that begins within this.
_TOWARDS_M = 500.0

ENDS_M = 15.0
"""No other cue is this near the start or the finish: the first one gives the way, the end is seen.

The street at this distance is therefore the one that a walk sets off along.
"""


def cues(loop: Loop) -> tuple[Cue, ...]:
    """Return what to do along a loop, in order: the start first and the finish last.

    Names in them are as the map has them; a writer makes them safe for where they go. The turns of
    a lap have cues the first time round only.

    Turns are taken at the junctions between `loop.legs`; without legs, wherever the line bends
    sharply. With `loop.network` the streets that branch off decide, too: where a walker could take
    another one for the way, there is a cue, and where not, a slight bend is none.

    `loop.turns` counts each junction where the direction changes by more than 45°. Cues that turn
    are fewer where two of those are one manoeuvre, or a kink of less than 20 m, or lead nowhere
    else; they are more where the way bears slightly into another street, forks, or turns round.

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
    # At one place the laps come before the turn, and the start before everything.
    laps = ("lap", "laps done")
    found.sort(key=lambda cue: (cue.along_m, cue.turn != "start", cue.turn not in laps))
    return (*found, _finish(way))


def _start(way: Way) -> Cue:
    leg, loop = way.street(ENDS_M), way.loop
    times = loop.laps.times if loop.laps and not loop.laps.begin else 0
    return way.cue(
        0.0,
        "start",
        leg.name if leg else "",
        set_off=SetOff(way.heading_deg(0.0, LOOK_M), loop.length_m, loop.steps),
        onto=leg and Onto(leg, leg),
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
    """Whether a cue lies on a lap after the first, but for where that begins and the last ends."""
    if way.loop.laps is None:
        return False
    times, begin, end = way.loop.laps
    return begin + (end - begin) // times < cue.point < end


def _turn(way: Way, grounds: Grounds, manoeuvre: Manoeuvre, last_name: str) -> Cue | None:
    """Return the cue of a manoeuvre, None where a walker needs none."""
    number = way.leg(manoeuvre.bends[-1].point)
    name = way.loop.legs[number].name if number >= 0 else ""
    into_new = name != last_name and way.lasts_m(number) >= _LASTS_M
    doubt, turn_deg = manoeuvre.doubt, manoeuvre.turn_deg
    then: Turn | None = None
    keeps = False
    if manoeuvre.two:
        turn_deg = manoeuvre.two[0].turn_deg
        then = name_side(manoeuvre.two[1].turn_deg)
    elif abs(turn_deg) < _least_deg(way, into_new or doubt is not None, last_name == name != ""):
        if doubt and doubt.rival and abs(doubt.turn_deg - doubt.rival.turn_deg) < PLAIN_DEG:
            turn_deg = SLIGHT_DEG if doubt.turn_deg > doubt.rival.turn_deg else -SLIGHT_DEG
            keeps = True
        elif into_new or doubt:
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
        )
    return way.cue(manoeuvre.begin_m, turn, name, then=then, keeps=keeps, onto=onto)


def _next_name(way: Way, number: int) -> str:
    """Return the name of the street that is next walked after an unnamed leg; "" if it is far."""
    legs = way.loop.legs
    for after in range(number + 1, len(legs)):
        if way.along_m[legs[after].begin] - way.along_m[legs[number].begin] > _TOWARDS_M:
            return ""
        if legs[after].name and way.lasts_m(after) >= _LASTS_M:
            return legs[after].name
    return ""


def _least_deg(way: Way, needs_cue: bool, keeps_name: bool) -> float:
    """Return from how many degrees on a turn is one.

    Without the streets around it, whether a walker could go wrong is unknown, so less will do.
    """
    if needs_cue:
        return SLIGHT_DEG
    return PLAIN_DEG if way.loop.network or keeps_name else CORNER_DEG
