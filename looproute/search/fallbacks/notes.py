"""What is said with a walk that is offered in place of a loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from looproute.search.sentences import LEAST_SAID_M

if TYPE_CHECKING:
    from looproute.search.fallbacks.plans import Plan
    from looproute.search.fallbacks.prospect import Prospect

_TIMES = {2: "twice", 3: "three times", 4: "four times"}
# A loop this near to one that was named is that one, to a walker.
SAME_M = 0.5


def note(prospect: Prospect, plan: Plan, *, first: bool) -> str:
    """Return how to walk a plan, and with the first one that is offered, why it is no loop."""
    why = first and prospect.standing != "found"
    match plan.kind:
        case "nearest loop":
            return _loop(prospect, plan, why=why)
        case "loop and spur":
            return _loop_and_spur(prospect, plan, why=why)
        case "lollipop":
            return _lollipop(prospect, plan, why=why)
        case "laps" if len(plan.round):
            return _laps(prospect, plan, why=why)
        case _:
            return _out_and_back(prospect, plan, why=why)


def _loop(prospect: Prospect, plan: Plan, *, why: bool) -> str:
    length_m = plan.length_m
    off_m = length_m - prospect.request.target_m
    steps = f"{prospect.request.walker.steps(abs(off_m)).steps:,} steps"
    if why:
        named_m = (prospect.below_m, prospect.above_m)
        named = any(m is not None and abs(length_m - m) < SAME_M for m in named_m)
        said = f"{prospect.refusal().reason} Here is {'the one' if named else 'one'} of"
    else:
        said = "A loop of"
    said = f"{said} {prospect.length(length_m)}"
    if off_m > prospect.request.tolerance_m:
        said += f" ({steps} more)"
    elif off_m < -prospect.request.tolerance_m:
        said += f" ({steps} short)"
        said += f"; turn round {prospect.length(-off_m / 2)} up a side street to make it exact"
    return f"{said}.{_twice(prospect, 'it', plan)}"


def _loop_and_spur(prospect: Prospect, plan: Plan, *, why: bool) -> str:
    around, out, missing = map(prospect.length, (plan.round_m, plan.spur_m, 2 * plan.spur_m))
    said = f"{_no_loop(prospect)}; the best has" if why else "The loop from here has"
    said = f"{said} {around}."
    if forced := _twice(prospect, "it", plan):
        return f"{said}{forced[:-1]}; the missing {missing} are {out} out and back."
    return f"{said} The missing {missing} are a side street: {out} up, turn, {out} back."


def _lollipop(prospect: Prospect, plan: Plan, *, why: bool) -> str:
    stem, around = prospect.length(plan.stem_m), prospect.length(plan.round_m)
    if why and prospect.standing == "impossible":
        said = (
            f"A loop of {prospect.length(prospect.request.target_m)} does not start at your door"
            f"{_limit(prospect)}. Walk {stem} to where one does, {around} round, "
            f"and the same {stem} home."
        )
    else:
        opening = f"{_no_loop(prospect)}. " if why else ""
        said = f"{opening}Walk {stem} to a loop of {around}, and the same {stem} home."
    return said + _twice(prospect, "the loop", plan) + _missing(prospect, plan)


def _laps(prospect: Prospect, plan: Plan, *, why: bool) -> str:
    said = f"{_no_loop(prospect)}; one near you has" if why else "A loop near you has"
    there, home = "", ""
    if plan.stem_m >= LEAST_SAID_M:
        there, home = f"walk {prospect.length(plan.stem_m)} there, ", ", and home"
    said = f"{said} {prospect.length(plan.round_m)}: {there}go round {_times(plan)}{home}."
    return said + _twice(prospect, "it", plan) + _missing(prospect, plan)


def _out_and_back(prospect: Prospect, plan: Plan, *, why: bool) -> str:
    said = f"{prospect.refusal().reason} " if why else ""
    out = prospect.length(plan.spur_m)
    if plan.length_m < prospect.low_m:
        return f"{said}All streets from here end within {out}: this is out and back."
    return f"{said}Walk {out} out and back{', ' + _times(plan) if plan.laps > 1 else ''}."


def _twice(prospect: Prospect, what: str, plan: Plan) -> str:
    if plan.forced_m < LEAST_SAID_M:
        return ""
    return f" {prospect.length(plan.forced_m)} of {what} must be walked twice."


def _missing(prospect: Prospect, plan: Plan) -> str:
    if plan.turn is None:
        return ""
    missing, out = prospect.length(2 * plan.spur_m), prospect.length(plan.spur_m)
    return f" The missing {missing} are {out} out and back."


def _times(plan: Plan) -> str:
    return _TIMES.get(plan.laps, f"{plan.laps} times")


def _no_loop(prospect: Prospect) -> str:
    target = prospect.length(prospect.request.target_m)
    if prospect.standing == "impossible":
        return f"No loop from here is {target} long{_limit(prospect)}"
    return f"I found no loop of {target} here{_limit(prospect)}"


def _limit(prospect: Prospect) -> str:
    return ", as far as the loaded streets go" if prospect.at_edge else ""
