"""Format the step length estimated from a profile's walks, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from looproute.steps.calibration import (
    AT_STEPS,
    LEARN_DAYS,
    MORE_DAYS,
    NORMAL_95,
    Contribution,
    Estimate,
)
from looproute.steps.measurement import Mode
from looproute.store.profile import Profile
from looproute.text.walker import describe_exclusion
from looproute.units import INCH_M, Units, format_length, format_pace, format_share, format_steps

_HARDLY = 0.98  # the share of the range that would remain after two more walks


def format_measured_step(step_length_m: float, units: Units) -> str:
    """Format a step length to about a millimetre: ``0.714 m`` or ``28.11 in``."""
    if units == "metric":
        return f"{step_length_m:.3f} m"
    return f"{step_length_m / INCH_M:.2f} in"


def half_range(sd: float) -> int:
    """Return half the width of the 95 % range of 8,000 steps, in steps."""
    return round(NORMAL_95 * sd * AT_STEPS)


def explain_exclusion(contribution: Contribution) -> str:
    """Return why a walk was excluded and how to include it; "" if it was not excluded."""
    if contribution.exclusion is None:
        return ""
    advice = "; it counts if you say --outdoors" * (contribution.exclusion.kind == "belt")
    return f"{describe_exclusion(contribution.exclusion)}{advice}"


def describe_estimate(profile: Profile, mode: Mode, units: Units) -> Iterator[str]:
    """Yield the estimate of a mode: the step length, each walk, how to narrow the range."""
    found = profile.estimate(mode)
    yield _step(found, units)
    yield _band(found)
    if found.contributions:
        yield ""
        yield from _table(profile, found, units)
        rest = max(0.0, 1 - sum(contribution.share for contribution in found.contributions))
        source = "your height" if profile.height_m else "a typical adult"
        yield f"The rest of the estimate, {format_share(rest)}, is {source}."
        yield ""
    yield describe_next_walks(found)
    if mode == "walk" and profile.baseline is not None:
        yield f"Everyday: {format_steps(profile.baseline)} steps, the median of the last weeks."


def describe_next_walks(found: Estimate) -> str:
    """Return the best way to narrow the range, and by how much it would."""
    if found.narrower_sd > _HARDLY * found.step_length_sd:
        return (
            f"More walks would hardly narrow the range: your step length varies by "
            f"{100 * found.day_sd:.1f} % from day to day."
        )
    if found.days < LEARN_DAYS <= found.days + MORE_DAYS:
        return (
            f"After {LEARN_DAYS} days the range reflects your own day-to-day variation instead of "
            "a published average."
        )
    which = "Two more walks" if found.used else "Two walks"
    days = "on other days" if found.used else "on two days"
    return (
        f"{which} of 400 m on a track, {days}: "
        f"±{half_range(found.step_length_sd):,} → ±{half_range(found.narrower_sd):,} of "
        f"{AT_STEPS:,}."
    )


def build_json(profile: Profile, mode: Mode) -> dict[str, object]:
    """Return the estimate and its walks as JSON."""
    found = profile.estimate(mode)
    return {
        "step_length_m": round(found.step_length_m, 4),
        "at_steps": AT_STEPS,
        "steps_low": max(0, AT_STEPS - half_range(found.step_length_sd)),
        "steps_high": AT_STEPS + half_range(found.step_length_sd),
        "walks": [_walk_json(contribution) for contribution in found.contributions],
    }


def _walk_json(contribution: Contribution) -> dict[str, object]:
    walk = contribution.walk
    return {
        "steps": walk.steps,
        "distance_m": round(walk.distance_m, 2),
        "how": walk.how,
        "count": walk.count,
        "mode": walk.mode,
        "date": walk.day.isoformat() if walk.day else None,
        "used": contribution.used,
        "why": explain_exclusion(contribution),
    }


def _step(found: Estimate, units: Units) -> str:
    length = format_measured_step(found.step_length_m, units)
    if not found.used:
        return f"{length} a step, not measured yet."
    walks = f"{found.used} walk{'s' * (found.used > 1)}"
    days = f"{found.days} day{'s' * (found.days > 1)}"
    pace = f", at {format_pace(found.pace_s_per_m, units)}" if found.pace_s_per_m else ""
    return f"{length} a step, measured on {walks} of {days}{pace}."


def _band(found: Estimate) -> str:
    width = half_range(found.step_length_sd)
    spread = f"{100 * found.day_sd:.1f} %"
    source = "published average" if found.days < LEARN_DAYS else "from your walks"
    low, high = AT_STEPS - width, AT_STEPS + width
    return (
        f"{AT_STEPS:,} planned steps are {low:,}–{high:,} counted steps on 95 % of days "
        f"(±{width:,}; day-to-day variation {spread}, {source})."
    )


def _table(profile: Profile, found: Estimate, units: Units) -> Iterator[str]:
    numbers = [
        number
        for number, walk in enumerate(profile.walks, 1)
        if walk.mode == found.contributions[0].walk.mode
    ]
    yield f"{'':>4}  {'date':10}  {'steps':>7}  {'length':>9}  {'how':9}  {'count':5}  counts for"
    for number, contribution in zip(numbers, found.contributions, strict=True):
        walk = contribution.walk
        length = format_length(walk.distance_m, units)
        day = walk.day.isoformat() if walk.day else "no date"
        counts = format_share(contribution.share) if contribution.used else "set aside"
        yield (
            f"{number:>4}  {day:10}  {format_steps(walk.steps):>7}  {length:>9}  {walk.how:9}  "
            f"{walk.count:5}  {counts}"
        )
        if not contribution.used:
            yield f"      {explain_exclusion(contribution)}"
