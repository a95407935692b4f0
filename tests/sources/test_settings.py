"""Sources are assembled from settings, without a command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from looproute.errors import StreetsError
from looproute.geo import LatLon
from looproute.sources import nominatim, overpass
from looproute.sources.bundled import Bundled
from looproute.sources.chain import ChainSource
from looproute.sources.opened_map import OpenedMap
from looproute.sources.settings import ConfiguredSources, SourceSettings

ELSEWHERE = LatLon(48.0, 7.85)


@pytest.fixture(autouse=True)
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOOPROUTE_CACHE_DIR", str(tmp_path))


def test_the_default_servers_are_the_public_ones() -> None:
    sources = ConfiguredSources(SourceSettings())
    assert sources.server.service.url == overpass.URL.rstrip("/")
    assert sources._addresses.service.url == nominatim.URL.rstrip("/")


def test_a_map_file_is_the_only_source_of_streets() -> None:
    sources = ConfiguredSources(SourceSettings(map_file=Path("town.osm.pbf")))
    assert isinstance(sources.streets, OpenedMap)


def test_streets_of_a_map_that_is_not_cached_are_not_requested_from_a_server() -> None:
    sources = ConfiguredSources(SourceSettings())
    for map_id, is_online in (("", True), ("0" * 16, False)):
        source = sources.find_streets(map_id)
        assert isinstance(source, ChainSource)
        assert (source.online is not None) == is_online


@pytest.mark.parametrize(
    ("settings", "online", "bundled"),
    [
        (SourceSettings(), True, True),
        (SourceSettings(offline=True), False, True),
        (SourceSettings(overpass="https://example.org/api"), True, False),
        (SourceSettings(overpass="https://example.org/api", offline=True), False, True),
    ],
)
def test_a_named_server_replaces_the_bundled_streets_unless_offline(
    settings: SourceSettings, online: bool, bundled: bool
) -> None:
    source = ConfiguredSources(settings).streets
    assert isinstance(source, ChainSource)
    assert (source.online is not None, source.shipped) == (online, bundled)


def test_without_a_start_the_origin_is_in_the_bundled_town() -> None:
    origin = ConfiguredSources(SourceSettings()).locate(None)
    assert origin.start == Bundled.start
    assert isinstance(origin.source, Bundled)


def test_a_start_keeps_the_configured_source() -> None:
    origin = ConfiguredSources(SourceSettings(offline=True)).locate(ELSEWHERE)
    assert origin.start == ELSEWHERE
    assert isinstance(origin.source, ChainSource)


def test_a_map_file_needs_a_start() -> None:
    sources = ConfiguredSources(SourceSettings(map_file=Path("town.osm")))
    with pytest.raises(ValueError, match="a map file needs a start on it"):
        sources.locate(None)


def test_offline_an_unknown_address_is_an_error() -> None:
    with pytest.raises(StreetsError):
        ConfiguredSources(SourceSettings(offline=True)).find_address("Bahnhof, Freiburg")


@pytest.mark.parametrize("name", ["overpass", "nominatim"])
def test_an_invalid_url_is_a_value_error(name: str) -> None:
    with pytest.raises(ValueError, match="nowhere"):
        ConfiguredSources(SourceSettings(**{name: "nowhere"}))  # type: ignore[arg-type]
