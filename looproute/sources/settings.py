"""Settings for streets and addresses, and the sources that they configure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from looproute.errors import LoopRouteError
from looproute.geo import LatLon
from looproute.osm.osm_input import Report
from looproute.sources import StreetSource, nominatim, overpass
from looproute.sources.bundled import Bundled
from looproute.sources.chain import ChainSource
from looproute.sources.deadline import DEADLINE_S, Deadline, Waiting
from looproute.sources.map_cache import MapCache
from looproute.sources.nominatim import Match, Nominatim
from looproute.sources.opened_map import CachedStreets, OpenedMap
from looproute.sources.overpass import Overpass
from looproute.sources.saved_areas import Areas


@dataclass(frozen=True, kw_only=True)
class SourceSettings:
    """Where streets and addresses come from.

    Attributes
    ----------
    map_file : an OpenStreetMap or GraphML file; None for saved and bundled areas, then Overpass.
    overpass, nominatim : URLs of servers; None for the public ones.
    deadline_s : seconds to wait for servers, all requests together.
    offline : use no network.
    """

    map_file: Path | None = None
    overpass: str | None = None
    nominatim: str | None = None
    deadline_s: float = DEADLINE_S
    offline: bool = False


class Origin(NamedTuple):
    """The start of a walk and the source of its streets."""

    start: LatLon
    source: StreetSource


class ConfiguredSources:
    """Street source and address lookup built from settings; all waiting shares one deadline.

    `on_wait` is called while a server is awaited, `on_read` while a map file is read, both with
    None at the end. `warn` is called with the error when an entry of the cache could not be used or
    saved. Raises ValueError for a URL that is not one.
    """

    def __init__(
        self,
        settings: SourceSettings,
        *,
        on_wait: Callable[[Waiting | None], None] = lambda _: None,
        on_read: Report = lambda _: None,
        warn: Callable[[LoopRouteError], None] = lambda _: None,
    ) -> None:
        self.settings = settings
        self._warn = warn
        self._on_read = on_read
        self._maps = MapCache(warn=warn)
        deadline = Deadline(settings.deadline_s, report=on_wait)
        self.server = Overpass(settings.overpass or overpass.URL, patience=deadline)
        self._addresses = Nominatim(
            settings.nominatim or nominatim.URL,
            patience=deadline,
            offline=settings.offline,
            warn=warn,
        )

    @property
    def streets(self) -> StreetSource:
        """The source of streets: the map file, or else saved, bundled and fetched areas."""
        settings = self.settings
        if settings.map_file is not None:
            return OpenedMap(
                settings.map_file, cache=self._maps, warn=self._warn, report=self._on_read
            )
        return self._chain(online=not settings.offline)

    def find_streets(self, map_id: str) -> StreetSource:
        """Return the source of the streets that saved loops were planned on.

        The map file comes first, then the cached map with the id. Streets that came from a map are
        never requested from a server.
        """
        if not map_id or self.settings.map_file is not None:
            return self.streets
        network = self._maps.find_by_id(map_id)
        return self._chain(online=False) if network is None else CachedStreets(network)

    def _chain(self, *, online: bool) -> StreetSource:
        settings = self.settings
        return ChainSource(
            areas=Areas(warn=self._warn),
            maps=self._maps,
            online=self.server if online else None,
            # A server given by name has newer streets than the bundled ones.
            shipped=settings.offline or settings.overpass is None,
        )

    def find_address(self, address: str) -> Match:
        """Return the best match of an address. Raises StreetsError if there is no clear one."""
        return self._addresses.find(address)

    def locate(self, start: LatLon | None) -> Origin:
        """Return a start and its streets; without one, a start in the bundled area.

        Raises ValueError for a map file without a start on it.
        """
        if start is not None:
            return Origin(start, self.streets)
        if self.settings.map_file is not None:
            raise ValueError("a map file needs a start on it")
        return Origin(Bundled.start, Bundled())
