"""Places of addresses, from Nominatim through OSMnx.

https://nominatim.org/release-docs/latest/api/Search/
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from looproute.errors import StreetsError
from looproute.geo import LatLon, distance_m
from looproute.network.io import add_checksum, verify_checksum
from looproute.sources import http
from looproute.sources.cache import CacheDir, Warn, default_folder
from looproute.sources.deadline import Deadline, Wait

URL = "https://nominatim.openstreetmap.org/"
_MATCHES = 10  # asked for
_MOST_BYTES = 16_000_000  # each match comes with its outline
MOST_LETTERS = 200  # of an address
# Another match further away than this is another place, and a rival if it is about as important.
_APART_M = 1000.0
_RIVAL = 0.1

_MAGIC = b"looproute address\n"
_VERSION = 1  # of the format


class Match(NamedTuple):
    """A place that an address may mean; `importance` is Nominatim's, 0 to 1."""

    label: str
    at: LatLon
    importance: float

    def __str__(self) -> str:
        return f"{self.label} ({self.at})"


class Nominatim:
    """Looks up addresses and caches the matches; with `offline`, from the cache only.

    `warn` is called with the error if matches could not be cached or are damaged. Raises ValueError
    for a `url` that is not http or https.
    """

    def __init__(
        self,
        url: str = URL,
        *,
        patience: Deadline | None = None,
        folder: Path | None = None,
        offline: bool = False,
        warn: Warn = lambda _: None,
    ) -> None:
        base = url.rstrip("/").removesuffix("/search")
        self.service = http.Service(url=base, serves="addresses")
        self.patience = patience or Deadline()
        self.offline = offline
        path = (folder or default_folder()) / "addresses"
        self._cache = CacheDir(path, ".address", warn)

    def find(self, address: str) -> Match:
        """Return the place of an address.

        Raises ValueError for text that cannot be an address, and StreetsError if there is no such
        place or several, which the error lists.
        """
        address = " ".join(address.split())
        if not any(map(str.isalpha, address)) or len(address) > MOST_LETTERS:
            raise ValueError(f"{address[:60]!r} is not an address")
        matches = self._matches(address)
        best = matches[0]
        rivals = [best]
        for match in matches[1:]:
            near = any(distance_m(match.at, rival.at) <= _APART_M for rival in rivals)
            if not near and match.importance >= best.importance - _RIVAL:
                rivals.append(match)
        if len(rivals) > 1:
            raise StreetsError(
                "address-ambiguous", address=address, count=len(rivals), places=tuple(rivals)
            )
        return best

    def _matches(self, address: str) -> Sequence[Match]:
        """Return the matches of an address, the most important first; at least one."""
        key = f"{self.service.url}\n{address.casefold()}"
        name = hashlib.sha256(key.encode()).hexdigest()[:32]
        known = self._cache.load(name, lambda content, path: _unpack(content, key, path))
        if known:
            return known
        if self.offline:
            raise StreetsError("address-not-saved", address=address)
        import osmnx

        matches = http.ask(
            self.service,
            self.patience,
            Wait("look-up-address", {"server": self.service.name, "address": address}),
            lambda: osmnx.geocode_to_gdf(address, which_result=_MATCHES),
            _read,
            most_bytes=_MOST_BYTES,
            nominatim_url=self.service.url,
            nominatim_key=None,
        ).read
        if not matches:
            raise self.service.error("address-unknown", address=address)
        self._cache.save(name, _pack(matches, key))
        return matches


def _read(body: bytes) -> list[Match]:
    """Return the matches of a response; see `http.ask`."""
    answer = json.loads(body)
    if not isinstance(answer, list):
        raise http.UnusableError("response-not-places")
    try:
        return [_match(item) for item in answer[:_MATCHES]]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise http.UnusableError("response-bad-place") from error


def _match(item: dict[str, Any]) -> Match:
    at = LatLon(float(item["lat"]), float(item["lon"]))
    importance = float(item.get("importance") or 0.0)
    return Match(str(item.get("display_name", ""))[:MOST_LETTERS], at, importance)


def _pack(matches: Sequence[Match], key: str) -> bytes:
    content = {"key": key, "matches": [[m.label, *m.at, m.importance] for m in matches]}
    return add_checksum(_MAGIC, _VERSION, json.dumps(content).encode())


def _unpack(content: bytes, key: str, path: Path) -> list[Match]:
    entry = json.loads(verify_checksum(_MAGIC, _VERSION, content, path))
    if entry["key"] != key:
        raise StreetsError("address-mismatch", path=path)
    return [
        Match(label, LatLon(lat, lon), importance)
        for label, lat, lon, importance in entry["matches"]
    ]
