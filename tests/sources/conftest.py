from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

WriteOsm = Callable[..., Path]

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def oswego() -> Path:
    return DATA / "oswego" / "oswego.osm.gz"


@pytest.fixture
def osm(tmp_path: Path) -> WriteOsm:
    """Write a town as OSM XML: `osm(nodes, ways, more)` returns the path."""

    def write(nodes: Any, ways: Any, more: str = "") -> Path:
        def tags(given: dict[str, str]) -> str:
            return "".join(f'<tag k="{k}" v="{v}"/>' for k, v in given.items())

        lines = ['<?xml version="1.0"?><osm version="0.6">']
        for node, (lat, lon, *given) in nodes.items():
            lines.append(f'<node id="{node}" lat="{lat}" lon="{lon}">{tags(*given or [{}])}</node>')
        for way, (refs, given) in ways.items():
            nds = "".join(f'<nd ref="{ref}"/>' for ref in refs)
            lines.append(f'<way id="{way}">{nds}{tags(given)}</way>')
        path = tmp_path / "town.osm"
        path.write_text("\n".join([*lines, more, "</osm>"]), encoding="utf-8")
        return path

    return write
