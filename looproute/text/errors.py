"""Describe errors in sentences: what happened, then what to do."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from looproute.errors import KindError
from looproute.text.no_loop import NO_LOOP
from looproute.text.quantities import Sentence, render
from looproute.units import (
    DURATION_S,
    LENGTH_M,
    MILE_M,
    STEPS,
    Range,
    Units,
    format_duration,
    format_length,
    format_step_length,
    format_steps,
)

# The limits of a walk's length, rounded so that the displayed values are themselves accepted.
SHOWN_LENGTH_M = {"metric": LENGTH_M, "imperial": Range(0.13 * MILE_M, 62.0 * MILE_M)}


def _describe_range(facts: Mapping[str, Any], units: Units) -> str:
    low, high = (format_length(length_m, units) for length_m in SHOWN_LENGTH_M[units])
    length = format_length(facts["length_m"], units)
    if facts.get("steps") is not None:
        step_m = facts["step_length_m"]
        least = max(math.ceil(LENGTH_M.low / step_m), STEPS.low)
        most = min(math.floor(LENGTH_M.high / step_m), STEPS.high)
        target = f"{format_steps(facts['steps'])} steps, {length},"
        limits = f", {format_steps(least)} to {format_steps(most)} steps"
        limits += f" of {format_step_length(step_m, units)}"
    elif facts.get("duration_s") is not None:
        shortest_s, longest_s = (length_m / facts["speed_mps"] for length_m in LENGTH_M)
        least = max(60 * math.ceil(shortest_s / 60), DURATION_S.low)
        most = min(60 * math.floor(longest_s / 60), DURATION_S.high)
        target = f"{format_duration(facts['duration_s'])}, {length},"
        limits = f", {format_duration(least)} to {format_duration(most)} at this pace"
    else:
        target, limits = length, ""
    return f"A walk of {target} is outside what can be planned: {low} to {high}{limits}."


def _describe_distance(facts: Mapping[str, Any], units: Units) -> str:
    apart, most = (format_length(m, units) for m in (facts["apart_m"], SHOWN_LENGTH_M[units].high))
    return (
        f"{facts['start']} and {facts['end']} are {apart} apart: too far for a walk, which is at "
        f"most {most}."
    )


_TOO_FAR = "; {limit_m:about} is the most allowed. Move it to {nearest}, which is on a street."

SENTENCES: dict[str, Sentence] = {
    # search
    **NO_LOOP,
    "start-too-far": "The nearest street is {distance_m:about} from the start" + _TOO_FAR,
    "end-too-far": "The nearest street is {distance_m:about} from the end" + _TOO_FAR,
    "via-too-far": "The nearest street is {distance_m:about} from place {number} to pass, {place}"
    + _TOO_FAR,
    # requests and planner
    "target-out-of-range": _describe_range,
    "places-too-far-apart": _describe_distance,
    "near-antimeridian": "{place} is {line_m:about} from the 180th meridian, which a walk may not "
    "cross: start {radius_m:about} from it or further, or walk less far.",
    "lap-longer-than-walk": "a lap of {lap_m:about} is longer than the {left_m:about} to walk",
    # files of any kind
    "file-unreadable": "'{path}' cannot be read: {reason}.",
    "file-foreign": "'{path}' is not a file of {content}.",
    "file-version": "'{path}' has format version {version}; this release reads version {readable}.",
    "file-damaged": "'{path}' is damaged or cut short.",
    "file-inconsistent": "'{path}' does not hold what it should ({detail}).",
    # osm, sources: map files
    "map-is-folder": "'{path}' is a folder; give an OpenStreetMap file in it.",
    "map-not-regular-file": "'{path}' is not a regular file; give an OpenStreetMap file.",
    "map-suffix": "'{path}' does not end in {suffixes}; give an OpenStreetMap file.",
    "map-empty": "'{path}' is empty; download it again.",
    "map-damaged": "'{path}' is damaged, cut short or not OpenStreetMap data ({detail}); "
    "download it again, or give another map.",
    "map-without-streets": "'{path}' holds no streets (ways tagged highway=*); give another map.",
    "map-without-nodes": "'{path}' holds streets but not the nodes that place them; "
    "export it again with its nodes.",
    "map-without-streets-in-bounds": "'{path}' holds no streets within its own bounds; "
    "download it again.",
    "map-elsewhere": "'{path}' has no streets round {center}: it covers {covered}; "
    "start there, or give a map of the place.",
    "map-unusable": "'{path}' cannot be used. {cause}",
    "graph-damaged": "'{path}' is damaged, cut short or not a graph that OSMnx saved ({detail}); "
    "save it again, or give another map.",
    "map-gone": "'{path}' is gone; its saved streets are used.",
    "graph-projected": "'{path}' is projected, but names no coordinate reference system; "
    "save it in latitude and longitude with osmnx.project_graph(graph, to_latlong=True).",
    "graph-without-streets": "'{path}' has no streets to walk on ({detail}); give another map.",
    "no-walkable-streets": "No street here may be walked; try another place or map.",
    "temporary-folder-unwritable": "The folder for temporary files cannot be written to "
    "({reason}); make room there, or set TMPDIR to another one.",
    # sources: saved and bundled areas
    "bundled-area-elsewhere": "The bundled area is Neubrandenburg only ({covered}), and {center} "
    "is outside; give an OpenStreetMap file of the place.",
    "area-not-saved": "The streets within {radius_m:about} of {center} are not saved on this "
    "computer. Fetch the area while there is a network, or give an OpenStreetMap file.",
    "area-partly-saved": "The streets within {radius_m:about} of {center} are not saved on this "
    "computer, only the part in the area {name}. Fetch the whole area while there is a network, "
    "or give an OpenStreetMap file.",
    "area-unknown": "There is no saved area {name!r}.",
    "area-unremovable": "'{path}' cannot be removed: {reason}.",
    "cache-unwritable": "'{path}' cannot be written to ({reason}), so nothing was saved for the "
    "next time. Make room there, or set LOOPROUTE_CACHE_DIR to another folder.",
    "cache-entry-damaged": "{cause} It was renamed to end in .damaged.",
    # sources: servers
    "server-rate-limit": "{server} is rate limiting requests ({status}). "
    "Retry in {wait_s:seconds}, {remedy}.",
    "server-overloaded": "{server} is overloaded ({status}). Retry in {wait_s:seconds}, {remedy}.",
    "server-timeout": "{server} did not respond within {deadline_s:g} s. "
    "Try again later, {remedy}.",
    "server-status": "{server} answered {status}. Try again later, {remedy}.",
    "server-moved": "{server} has moved to {location!r}. Use that address, {remedy}.",
    "server-not-found": "{server} cannot be found. Check the network connection, {remedy}.",
    "server-unreachable": "{server} cannot be reached. Check the network connection, {remedy}.",
    "server-insecure": "{server} offers no secure connection. Try again later, {remedy}.",
    "server-address": "{server} is not an address that can be used. Correct it, {remedy}.",
    "server-not-asked": "OSMnx sent no request to {server}. Try again later, {remedy}.",
    "connection-broken": "{server} closed the connection early. Try again later, {remedy}.",
    "response-cut-short": "{server} sent an incomplete response. Try again later, {remedy}.",
    "response-web-page": "{server} sent a web page instead of data. Try again later, {remedy}.",
    "response-encoding": "{server} sent a response in an unknown compression. "
    "Try again later, {remedy}.",
    "response-too-large": "{server} sent more than {max_bytes:megabytes}, more than such an area "
    "can have. Try again later, {remedy}.",
    "response-not-map-data": "{server} sent something other than map data. "
    "Try again later, {remedy}.",
    "response-aborted": "{server} ran out of time or memory ({remark}). Try again later, {remedy}.",
    "response-bad-element": "{server} sent map data with an invalid element. "
    "Try again later, {remedy}.",
    "response-bad-node": "{server} sent map data with a node without valid coordinates. "
    "Try again later, {remedy}.",
    "response-missing-nodes": "{server} sent map data that lacks nodes of its ways. "
    "Try again later, {remedy}.",
    "response-not-places": "{server} sent something other than places. Try again later, {remedy}.",
    "response-bad-place": "{server} sent a place without valid coordinates. "
    "Try again later, {remedy}.",
    "no-streets-near": "OpenStreetMap has no streets within {radius_m:about} of {center}. "
    "Is that in the sea?",
    "streets-unusable": "The streets round {center} cannot be used. {cause}",
    "address-ambiguous": "{address!r} may be any of {count} places: {places:list}. "
    "Give more of the address, or one of these as LAT,LON.",
    "address-not-saved": "{address!r} was never looked up on this computer, and no network may be "
    "used now. Give the start as LAT,LON.",
    "address-unknown": "{server} knows no place {address!r}. "
    "Check the spelling, or give the start as LAT,LON.",
    "address-mismatch": "'{path}' is of another address.",
    # training
    "run-too-fast": (
        "An average of {pace_s_per_m:pace} cannot be run with {run_s:stopwatch}/"
        "{walk_s:stopwatch} and walks at {walk_pace_s_per_m:pace}: the running would have to be "
        "faster than {limit_s_per_m:pace}. Choose a slower average, or a ratio that walks less."
    ),
    "too-short-for-beginner": (
        "{duration_s:stopwatch} is too short for a run of {run_s:stopwatch} between two minutes of "
        "walking."
    ),
    "too-short-for-run": "{duration_s:stopwatch} is too short for a run of {run_s:stopwatch}.",
    "walk-fast-enough": (
        "A walk at {walk_pace_s_per_m:pace} is fast enough for an average of {pace_s_per_m:pace}: "
        "no running is needed. Choose a faster average or a slower walk."
    ),
    # privacy
    "meeting-point-missing": (
        "There is no public crossroads within {limit_m:about} of {place}. Choose another meeting "
        "point, where streets meet that are open to everybody."
    ),
    "meeting-point-too-near": (
        "From {place} no walk leads far enough away from your home. Choose a meeting point that is "
        "{least_m:about} or more from it, where streets go on in the other direction."
    ),
    "no-private-loop": (
        "No walk of {target_m:target} leads from the meeting point away from your home. Share one "
        "of another length, or choose another meeting point."
    ),
    "place-too-small": (
        "There are too few streets and homes round this start to hide it among, as far as the map "
        "reaches: somebody who knows how looproute chooses could find it. Share a walk that starts "
        "elsewhere, or choose a meeting point far enough away."
    ),
    "too-few-streets-to-hide": (
        "{cause} To hide a home, more streets must be known than for a walk."
    ),
}
"""The sentence for each kind of error; its fields are named after the error's facts."""

REMEDIES = {
    "streets": "or plan in a saved area or on a map file",
    "addresses": "or give the start as LAT,LON",
}
"""What works without a server, by the `service` of an error: the field ``{remedy}``."""


def describe_error(error: KindError, units: Units = "metric") -> str:
    """Return an error as a sentence, in the reader's units."""
    sentence = SENTENCES.get(error.kind)
    if sentence is None:
        return error.kind
    remedy = REMEDIES.get(str(error.facts.get("service")), "")
    hint = describe_swapped(error.facts.get("swapped"))
    facts = {
        name: describe_error(fact, units) if isinstance(fact, KindError) else fact
        for name, fact in error.facts.items()
    }
    return render(sentence, {**facts, "remedy": remedy}, units) + hint


def describe_swapped(place: object) -> str:
    """Return a question about a swapped place, after a space; "" for None.

    >>> from looproute.geo import LatLon
    >>> describe_swapped(LatLon(53.56, 13.26))
    ' Did you mean 53.56,13.26? Latitude goes first.'
    """
    return "" if place is None else f" Did you mean {place}? Latitude goes first."
