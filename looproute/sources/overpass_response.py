"""Responses of Overpass: parsed, validated whole, and written as OSM XML.

https://dev.overpass-api.de/output_formats.html#json
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from looproute.sources.http import UnusableError


class Summary(NamedTuple):
    """The number of ways in a response of Overpass, and its date, YYYY-MM-DD or ""."""

    way_count: int
    date: str


def read(body: bytes) -> Summary:
    """Validate a response and return its summary.

    Raises UnusableError for invalid content: a remark (the server aborted the query), a way
    without its nodes, a node without coordinates. Raises ValueError if it is cut short.
    """
    answer = json.loads(body)
    if not isinstance(answer, dict) or not isinstance(answer.get("elements"), list):
        raise UnusableError("response-not-map-data")
    if "remark" in answer:
        remark = " ".join(str(answer["remark"]).split())[:80]
        raise UnusableError("response-aborted", remark=remark)
    kinds: dict[str, dict[int, Any]] = {"node": {}, "way": {}, "relation": {}}
    for element in answer["elements"]:
        try:
            kinds[element["type"]][_whole(element["id"])] = element
            _text(element.get("tags", {}))
        except (KeyError, TypeError, AttributeError) as error:
            raise UnusableError("response-bad-element") from error
    nodes, ways = kinds["node"], kinds["way"]
    for node in nodes.values():
        if not (_within(node.get("lat"), 90) and _within(node.get("lon"), 180)):
            raise UnusableError("response-bad-node")
    for way in ways.values():
        refs = way.get("nodes")
        if not isinstance(refs, list) or not all(ref in nodes for ref in refs):
            raise UnusableError("response-missing-nodes")
    meta = answer.get("osm3s")
    stamp = str(meta.get("timestamp_osm_base", "")) if isinstance(meta, dict) else ""
    date = stamp[:10] if re.match(r"\d{4}-\d\d-\d\dT", stamp, re.ASCII) else ""
    return Summary(len(ways), date)


def _whole(number: Any) -> int:
    if not isinstance(number, int) or abs(number) >= 2**62:
        raise TypeError(f"{number!r} is not the number of an element")
    return number


def _text(tags: Mapping[Any, Any]) -> None:
    if not all(isinstance(text, str) for pair in tags.items() for text in pair):
        raise TypeError("a tag is not text")


def _within(degrees: Any, most: float) -> bool:
    return isinstance(degrees, int | float) and math.isfinite(degrees) and abs(degrees) <= most
