"""Responses of Overpass: parsed, validated whole, and written as OSM XML.

https://dev.overpass-api.de/output_formats.html#json
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from looproute.geo import LatLon
from looproute.osm import xml_elements
from looproute.sources.http import UnusableError


@dataclass(frozen=True, kw_only=True)
class Elements:
    """The nodes, ways and relations of a response by id; `date` is YYYY-MM-DD or ""."""

    nodes: Mapping[int, Any] = field(default_factory=dict)
    ways: Mapping[int, Any] = field(default_factory=dict)
    relations: Mapping[int, Any] = field(default_factory=dict)
    date: str = ""


def read(body: bytes) -> Elements:
    """Parse a response.

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
    return Elements(nodes=nodes, ways=ways, relations=kinds["relation"], date=date)


def to_xml(answers: Iterable[Elements]) -> bytes:
    """Return the elements of several responses as OSM XML, in the order of OSM files."""
    nodes: dict[int, Any] = {}
    ways: dict[int, Any] = {}
    relations: dict[int, Any] = {}
    for answer in answers:
        nodes |= answer.nodes
        ways |= answer.ways
        relations |= answer.relations
    lines = [xml_elements.HEAD]
    for number, item in sorted(nodes.items(), key=_osm_order):
        at = LatLon(item["lat"], item["lon"])
        lines.append(xml_elements.node(number, at, item.get("tags", {})))
    for number, item in sorted(ways.items(), key=_osm_order):
        lines.append(xml_elements.way(number, item["nodes"], item.get("tags", {})))
    for number, item in sorted(relations.items(), key=_osm_order):
        lines.append(xml_elements.relation(number, _members(item), item.get("tags", {})))
    lines.append(xml_elements.TAIL)
    return "".join(lines).encode()


def _osm_order(item: tuple[int, Any]) -> tuple[bool, int]:
    """Return the sort key of OSM files: negative numbers, given by editors, come first."""
    return item[0] > 0, abs(item[0])


def _members(relation: Mapping[str, Any]) -> list[tuple[str, int, str]]:
    members = relation.get("members")
    if not isinstance(members, list):
        return []
    return [
        (member["type"], _whole(member["ref"]), str(member.get("role", "")))
        for member in members
        if isinstance(member, dict) and member.get("type") in ("node", "way", "relation")
    ]


def _whole(number: Any) -> int:
    if not isinstance(number, int) or abs(number) >= 2**62:
        raise TypeError(f"{number!r} is not the number of an element")
    return number


def _text(tags: Mapping[Any, Any]) -> None:
    if not all(isinstance(text, str) for pair in tags.items() for text in pair):
        raise TypeError("a tag is not text")


def _within(degrees: Any, most: float) -> bool:
    return isinstance(degrees, int | float) and math.isfinite(degrees) and abs(degrees) <= most
