"""Addresses to places, by Nominatim through OSMnx.

https://nominatim.org/release-docs/latest/api/Search/
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from looproute.errors import StreetsError
from looproute.geo import LatLon, distance_m
from looproute.network.io import add_checksum, verify_checksum
from looproute.sources import cache, http
from looproute.sources.deadline import Deadline

URL = "https://nominatim.openstreetmap.org/"
_ADVICE = "try again later, or another server with --nominatim, or give the start as LAT,LON"
_OFFLINE = f"give the start as LAT,LON and {http.OFFLINE}"
_MATCHES = 10  # asked for
_MOST_BYTES = 16_000_000  # each match comes with its outline
MOST_LETTERS = 200  # of an address
# Another match further away than this is another place, and a rival if it is about as important.
_APART_M = 1000.0
_RIVAL = 0.1
_NAMED = 5

_MAGIC = b"looproute address\n"
_VERSION = 1  # of the format


class Match(NamedTuple):
    """A place that an address may mean; `importance` is Nominatim's, 0 to 1."""

    label: str
    at: LatLon
    importance: float


class Nominatim:
    """Finds addresses, each asked for once only; `offline` never asks.

    Raises ValueError for a `url` that is none.
    """

    def __init__(
        self,
        url: str = URL,
        *,
        patience: Deadline | None = None,
        folder: Path | None = None,
        offline: bool = False,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        base = url.rstrip("/").removesuffix("/search")
        self.service = http.Service(url=base, advice=_ADVICE, offline=_OFFLINE)
        self.patience = patience or Deadline()
        self.offline = offline
        path = (folder or cache.default_folder()) / "addresses"
        self._folder = cache.Folder(path, ".address", tell)

    def find(self, address: str) -> Match:
        """Return the place of an address.

        Raises ValueError for an address that is none, and StreetsError where there is no such
        place, or several: the error lists them.
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
            listed = "; ".join(f"{rival.label} ({rival.at})" for rival in rivals[:_NAMED])
            more = f"; and {len(rivals) - _NAMED} more" if len(rivals) > _NAMED else ""
            raise StreetsError(
                f"{address!r} may be any of {len(rivals)} places: {listed}{more}. "
                "Say more of the address, or give one of these as LAT,LON."
            )
        return best

    def _matches(self, address: str) -> Sequence[Match]:
        """Return the matches of an address, the most important first; at least one."""
        key = f"{self.service.url}\n{address.casefold()}"
        name = hashlib.sha256(key.encode()).hexdigest()[:32]
        known = self._folder.open(name, lambda content: _unpacked(content, key))
        if known:
            return known
        if self.offline:
            raise StreetsError(
                f"{address!r} was never looked up here, and --offline forbids it now: give the "
                "start as LAT,LON, or run once without --offline."
            )
        import osmnx

        matches = http.ask(
            self.service,
            self.patience,
            f"the place of {address!r}",
            lambda: osmnx.geocode_to_gdf(address, which_result=_MATCHES),
            _read,
            most_bytes=_MOST_BYTES,
            nominatim_url=self.service.url,
            nominatim_key=None,
        )
        if not matches:
            raise StreetsError(
                f"{self.service.name} knows no place {address!r}: check how it is written, or "
                "give the start as LAT,LON."
            )
        self._folder.keep(name, _packed(matches, key))
        return matches


def _read(body: bytes) -> list[Match]:
    """Return the matches of an answer; see `http.ask`."""
    answer = json.loads(body)
    if not isinstance(answer, list):
        raise http.UnusableError("sent something else than places")
    try:
        return [_match(item) for item in answer[:_MATCHES]]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise http.UnusableError("sent a place that is nowhere") from error


def _match(item: dict[str, Any]) -> Match:
    at = LatLon(float(item["lat"]), float(item["lon"]))
    importance = float(item.get("importance") or 0.0)
    return Match(str(item.get("display_name", ""))[:MOST_LETTERS], at, importance)


def _packed(matches: Sequence[Match], key: str) -> bytes:
    content = {"key": key, "matches": [[m.label, *m.at, m.importance] for m in matches]}
    return add_checksum(_MAGIC, _VERSION, json.dumps(content).encode())


def _unpacked(content: bytes, key: str) -> list[Match]:
    told = json.loads(verify_checksum(_MAGIC, _VERSION, content))
    if told["key"] != key:
        raise StreetsError("is of another address.")
    return [
        Match(label, LatLon(lat, lon), importance)
        for label, lat, lon, importance in told["matches"]
    ]
