"""What is said with a walk that is offered in place of a loop."""

from __future__ import annotations

from looproute.search.fallbacks.context import Context
from looproute.search.fallbacks.plans import Plan
from looproute.search.sentences import LEAST_SAID_M

_TIMES = {2: "twice", 3: "three times", 4: "four times"}
# A loop this near to one that was named is that one, to a walker.
SAME_M = 0.5


def note(context: Context, plan: Plan, *, first: bool) -> str:
    """Return how to walk a plan, and with the first one that is offered, why it is no loop."""
    why = first and context.standing != "found"
    match plan.kind:
        case "nearest loop":
            return _loop(context, plan, why=why)
        case "loop and spur":
            return _loop_and_spur(context, plan, why=why)
        case "lollipop":
            return _lollipop(context, plan, why=why)
        case "laps" if len(plan.round):
            return _laps(context, plan, why=why)
        case _:
            return _out_and_back(context, plan, why=why)


def _loop(context: Context, plan: Plan, *, why: bool) -> str:
    length_m = plan.length_m
    off_m = length_m - context.request.target_m
    steps = f"{context.request.walker.steps(abs(off_m)).steps:,} steps"
    if why:
        named_m = (context.below_m, context.above_m)
        named = any(m is not None and abs(length_m - m) < SAME_M for m in named_m)
        said = f"{context.refusal().reason} Here is {'the one' if named else 'one'} of"
    else:
        said = "A loop of"
    said = f"{said} {context.length(length_m)}"
    if off_m > context.request.tolerance_m:
        said += f" ({steps} more)"
    elif off_m < -context.request.tolerance_m:
        said += f" ({steps} short)"
        said += f"; turn round {context.length(-off_m / 2)} up a side street to make it exact"
    return f"{said}.{_twice(context, 'it', plan)}"


def _loop_and_spur(context: Context, plan: Plan, *, why: bool) -> str:
    around, out, missing = map(context.length, (plan.round_m, plan.spur_m, 2 * plan.spur_m))
    said = f"{_no_loop(context)}; the best has" if why else "The loop from here has"
    said = f"{said} {around}."
    if forced := _twice(context, "it", plan):
        return f"{said}{forced[:-1]}; the missing {missing} are {out} out and back."
    return f"{said} The missing {missing} are a side street: {out} up, turn, {out} back."


def _lollipop(context: Context, plan: Plan, *, why: bool) -> str:
    stem, around = context.length(plan.stem_m), context.length(plan.round_m)
    if why and context.standing == "impossible":
        said = (
            f"A loop of {context.length(context.request.target_m)} does not start at your door"
            f"{_limit(context)}. Walk {stem} to where one does, {around} round, "
            f"and the same {stem} home."
        )
    else:
        opening = f"{_no_loop(context)}. " if why else ""
        said = f"{opening}Walk {stem} to a loop of {around}, and the same {stem} home."
    return said + _twice(context, "the loop", plan) + _missing(context, plan)


def _laps(context: Context, plan: Plan, *, why: bool) -> str:
    said = f"{_no_loop(context)}; one near you has" if why else "A loop near you has"
    there, home = "", ""
    if plan.stem_m >= LEAST_SAID_M:
        there, home = f"walk {context.length(plan.stem_m)} there, ", ", and home"
    said = f"{said} {context.length(plan.round_m)}: {there}go round {_times(plan)}{home}."
    return said + _twice(context, "it", plan) + _missing(context, plan)


def _out_and_back(context: Context, plan: Plan, *, why: bool) -> str:
    said = f"{context.refusal().reason} " if why else ""
    out = context.length(plan.spur_m)
    if plan.length_m < context.low_m:
        return f"{said}All streets from here end within {out}: this is out and back."
    return f"{said}Walk {out} out and back{', ' + _times(plan) if plan.laps > 1 else ''}."


def _twice(context: Context, what: str, plan: Plan) -> str:
    if plan.forced_m < LEAST_SAID_M:
        return ""
    return f" {context.length(plan.forced_m)} of {what} must be walked twice."


def _missing(context: Context, plan: Plan) -> str:
    if plan.turn is None:
        return ""
    missing, out = context.length(2 * plan.spur_m), context.length(plan.spur_m)
    return f" The missing {missing} are {out} out and back."


def _times(plan: Plan) -> str:
    return _TIMES.get(plan.laps, f"{plan.laps} times")


def _no_loop(context: Context) -> str:
    target = context.length(context.request.target_m)
    if context.standing == "impossible":
        return f"No loop from here is {target} long{_limit(context)}"
    return f"I found no loop of {target} here{_limit(context)}"


def _limit(context: Context) -> str:
    return ", as far as the loaded streets go" if context.at_edge else ""
