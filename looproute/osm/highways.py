"""Collect the highways of a file: in lists, which a pass fills fast, then as arrays."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from looproute._typing import Mask
from looproute.geo import Bounds
from looproute.network.scenery import Scenery
from looproute.osm import tags as osm_tags
from looproute.osm.osm_data import Nodes, OsmData, Segments

# Characters that XML 1.0 cannot hold, https://www.w3.org/TR/xml/#charsets; PBF and JSON may.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KEYS = tuple(key for key in osm_tags.WAY_KEYS if key != "name")


class DistinctTags:
    """Assigns numbers to distinct sets of tags, so that each is judged once, and to names."""

    def __init__(self) -> None:
        self._tags: dict[tuple[str | None, ...], int] = {}
        self._names = {"": 0}

    def number(self, get: Callable[[str], str | None]) -> tuple[int, int]:
        """Return the numbers of a way's tags and of its name; `get` returns the value of a key."""
        values = tuple([get(key) for key in _KEYS])
        name = get("name")
        if name and name not in self._names:
            clean = _NOT_XML.sub("", name)
            self._names[name] = self._names.setdefault(clean, len(self._names))
        tags = self._tags.setdefault(values, len(self._tags))
        return tags, self._names[name] if name else 0

    def tags(self) -> list[Mapping[str, str]]:
        """Return the tags by number, without characters that XML cannot hold."""
        return [
            {
                key: _NOT_XML.sub("", value)
                for key, value in zip(_KEYS, values, strict=True)
                if value is not None
            }
            for values in self._tags
        ]

    def names(self) -> list[str]:
        """Return the names by number."""
        names = {number: _NOT_XML.sub("", name) for name, number in self._names.items()}
        return [names.get(number, "") for number in range(len(self._names))]


class Highways:
    """The ways tagged highway=* of a file, each version of them.

    Attributes
    ----------
    id, version, size : of each way; size is its number of nodes.
    refs : the ids of the nodes of all ways, one after the other.
    """

    def __init__(self) -> None:
        self.id = array("q")
        self.version = array("q")
        self.size = array("q")
        self.refs = array("q")
        self._tags = array("q")
        self._name = array("q")
        self.distinct = DistinctTags()

    def __len__(self) -> int:
        return len(self.id)

    def add(self, way: Any) -> None:
        """Add a way of pyosmium."""
        refs = [node.ref for node in way.nodes]
        tags, name = self.distinct.number(way.tags.get)
        self.id.append(way.id)
        self.version.append(way.version)
        self.size.append(len(refs))
        self.refs.extend(refs)
        self._tags.append(tags)
        self._name.append(name)

    def node_ids(self) -> NDArray[np.int64]:
        """Return the ids of all nodes, ascending, each once."""
        return np.unique(_int64(self.refs))

    def newest(self, versions: Mapping[int, tuple[int, bool]]) -> Mask:
        """Return (w,) whether each way is the newest version, counted once, and not deleted.

        `versions` has the newest version of a way, and whether that is deleted.
        """
        kept = np.zeros(len(self.id), dtype=bool)
        last = {
            number: row
            for row, number in enumerate(self.id)
            if versions.get(number) == (self.version[row], False)
        }
        kept[list(last.values())] = True
        return kept

    def to_data(
        self,
        nodes: Nodes,
        kept: Mask,
        *,
        box: Bounds,
        bounds: Bounds,
        barriers: Mapping[int, Mapping[str, str]],
        scenery: Scenery,
        date: str,
    ) -> OsmData:
        """Return the kept ways that have a node in a box."""
        offsets = np.concatenate([[0], np.cumsum(_int64(self.size))])
        refs = np.searchsorted(nodes.id, _int64(self.refs))
        inside = nodes.within(box)[refs] if len(refs) else np.zeros(0, dtype=bool)
        upto = np.concatenate([[0], np.cumsum(inside)])
        kept = kept & (upto[offsets[1:]] > upto[offsets[:-1]])
        refs = refs[np.repeat(kept, np.diff(offsets))]
        way = np.repeat(np.arange(np.count_nonzero(kept)), np.diff(offsets)[kept])
        a, b = refs[:-1], refs[1:]
        known = nodes.known
        joined = (way[:-1] == way[1:]) & (a != b) & known[a] & known[b]
        return OsmData(
            bounds=bounds,
            nodes=nodes,
            segments=Segments(a[joined], b[joined], way[:-1][joined]),
            way_id=_int64(self.id)[kept],
            way_tags=_int64(self._tags)[kept],
            way_name=_int64(self._name)[kept],
            tags=self.distinct.tags(),
            names=self.distinct.names(),
            barriers=barriers,
            scenery=scenery,
            date=date,
        )


def _int64(values: array[int]) -> NDArray[np.int64]:
    return np.frombuffer(values, dtype=np.int64) if len(values) else np.zeros(0, dtype=np.int64)
