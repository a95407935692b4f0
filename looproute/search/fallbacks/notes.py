"""Write the notes on a walk that is offered instead of a loop."""

from __future__ import annotations

from looproute.loops import Note
from looproute.search.bridges import MIN_NOTED_M
from looproute.search.fallbacks.context import Context
from looproute.search.fallbacks.plans import Plan


def describe_plan(context: Context, plan: Plan, *, first: bool) -> tuple[Note, ...]:
    """Return the notes on a plan and, for the first offer, the reason why it is no loop."""
    why = first and context.standing != "found"
    match plan.kind:
        case "nearest loop":
            return (_describe_nearest_loop(context, plan),)
        case "loop and spur" | "lollipop":
            return (_describe_round(context, plan, plan.kind.replace(" ", "-"), why=why),)
        case "laps" if len(plan.round):
            return (_describe_round(context, plan, "laps", why=why),)
        case _:
            return _describe_out_and_back(context, plan, why=why)


def _describe_nearest_loop(context: Context, plan: Plan) -> Note:
    length_m = plan.length_m
    off_m = length_m - context.request.target_m
    in_metres = plan.in_metres()
    is_short = off_m < -context.request.tolerance_m
    return Note(
        "nearest-loop",
        length_m=in_metres.length_m,
        off_m=off_m,
        off_steps=context.request.walker.steps(abs(off_m)).steps,
        is_right=abs(off_m) <= context.request.tolerance_m,
        has_spur=is_short and plan.extend_to_target(context) is not None,
        twice_m=_twice_m(in_metres),
    )


def _describe_round(context: Context, plan: Plan, kind: str, *, why: bool) -> Note:
    """Return the note on a walk with a round: the way there, the round, and a spur."""
    plan = plan.in_metres()
    return Note(
        kind,
        no_loop=_name_reason(context) if why else "",
        target_m=context.request.target_m,
        at_edge=context.at_edge if why else False,
        stem_m=plan.stem_m if kind == "lollipop" or plan.stem_m >= MIN_NOTED_M else 0.0,
        round_m=plan.round_m,
        times=plan.laps,
        twice_m=_twice_m(plan),
        spur_m=0.0 if plan.turn is None else plan.spur_m,
        **context.request.quantity,
    )


def _describe_out_and_back(context: Context, plan: Plan, *, why: bool) -> tuple[Note, ...]:
    note = Note("out-and-back", out_m=plan.in_metres().spur_m, times=plan.laps)
    return (*_explain(context, why=why), note)


def _explain(context: Context, *, why: bool) -> tuple[Note, ...]:
    """Return the note that explains why there is no loop, if `why` is set."""
    if not why:
        return ()
    error = context.refusal()
    return (Note(error.kind, **error.facts),)


def _name_reason(context: Context) -> str:
    return "proved" if context.standing == "impossible" else "not found"


def _twice_m(plan: Plan) -> float:
    return plan.forced_m if plan.forced_m >= MIN_NOTED_M else 0.0
