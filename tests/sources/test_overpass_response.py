"""A response is used if it is complete, and refused with a kind otherwise."""

from __future__ import annotations

import json
from typing import Any

import pytest

from looproute.sources import overpass_response
from looproute.sources.http import UnusableError

NODES = [{"type": "node", "id": i, "lat": 53.5 + i / 1e3, "lon": 13.2} for i in (1, 2)]
WAY = {"type": "way", "id": 7, "nodes": [1, 2], "tags": {"highway": "path"}}


def body(*elements: Any, **about: Any) -> bytes:
    return json.dumps({"elements": [*NODES, *elements], **about}).encode()


def test_a_complete_response_is_used() -> None:
    assert overpass_response.read(body(WAY))


@pytest.mark.parametrize(
    "element",
    [
        7,
        {"id": 8},
        {"type": "path", "id": 8},
        {"type": "way"},
        WAY | {"id": "8"},
        WAY | {"id": 2**62},
        WAY | {"tags": ["highway"]},
        WAY | {"tags": {"highway": 5}},
    ],
)
def test_an_invalid_element_is_refused(element: Any) -> None:
    with pytest.raises(UnusableError, match="response-bad-element"):
        overpass_response.read(body(element))


@pytest.mark.parametrize(
    ("content", "kind", "facts"),
    [
        (b"[]", "response-not-map-data", {}),
        (b'{"elements": {}}', "response-not-map-data", {}),
        (
            body(remark="runtime error:\nout of memory"),
            "response-aborted",
            {"remark": "runtime error: out of memory"},
        ),
        (body(WAY | {"nodes": [1, 9]}), "response-missing-nodes", {}),
        (body(WAY | {"nodes": None}), "response-missing-nodes", {}),
        (body(NODES[0] | {"lat": 91}), "response-bad-node", {}),
        (body(NODES[0] | {"lon": None}), "response-bad-node", {}),
    ],
)
def test_an_incomplete_response_is_refused(
    content: bytes, kind: str, facts: dict[str, object]
) -> None:
    with pytest.raises(UnusableError) as caught:
        overpass_response.read(content)
    assert (caught.value.kind, caught.value.facts) == (kind, facts)
