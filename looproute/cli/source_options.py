"""Where a start is and where streets come from, as the options say."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import click

from looproute.cli.stderr import Progress, note, warn
from looproute.geo import LatLon
from looproute.sources import StreetSource
from looproute.units import Units


class Ground(NamedTuple):
    """Where walks begin, and where their streets come from."""

    start: LatLon
    source: StreetSource


class Places:
    """Addresses and streets of any place; all waiting for servers shares one deadline.

    `units` are those of the progress. Raises ValueError for the address of a
    server that is none.
    """

    def __init__(
        self,
        *,
        overpass: str | None,
        nominatim: str | None,
        deadline_s: float,
        offline: bool,
        units: Units = "metric",
    ) -> None:
        from looproute.sources.deadline import Deadline
        from looproute.sources.nominatim import URL as NOMINATIM_URL
        from looproute.sources.nominatim import Nominatim
        from looproute.sources.overpass import URL as OVERPASS_URL
        from looproute.sources.overpass import Overpass

        patience = Deadline(deadline_s, report=Progress(units))
        self.server = Overpass(overpass or OVERPASS_URL, patience=patience)
        self._addresses = Nominatim(
            nominatim or NOMINATIM_URL, patience=patience, offline=offline, warn=warn
        )
        self._offline = offline
        # Whoever names a server wants its streets, not the older ones that looproute ships with.
        self._shipped = offline or overpass is None

    def place(self, place: LatLon | str, name: str = "Start") -> LatLon:
        """Return where a place is; an address is looked up, and what was found is told."""
        if isinstance(place, LatLon):
            return place
        found = self._addresses.find(place)
        note(f"{name}: {found.label} ({found.at}).")
        return found.at

    def ground(self, start: LatLon | str | None, map_file: Path | None) -> Ground:
        """Return where walks begin and their streets; without a start, the town that is shipped.

        Raises UsageError for a map without a start on it.
        """
        from looproute.sources.bundled import Bundled

        if start is None and map_file is not None:
            raise click.UsageError("--map needs a start on it: give one as LAT,LON.")
        if start is None:
            return Ground(Bundled.start, Bundled())
        return Ground(self.place(start), self.streets(map_file))

    def streets(self, map_file: Path | None = None) -> StreetSource:
        """Return where streets come from: a map file, or what is at hand and then a server."""
        if map_file is not None:
            from looproute import sources

            return sources.map_file(map_file)
        from looproute.sources.chain import ChainSource
        from looproute.sources.saved_areas import Areas

        return ChainSource(
            areas=Areas(warn=warn),
            online=None if self._offline else self.server,
            shipped=self._shipped,
        )
