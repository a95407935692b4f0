"""Addresses are looked up once; ambiguous ones are reported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from looproute.errors import StreetsError
from looproute.geo import LatLon
from looproute.sources.nominatim import Nominatim
from tests.sources.conftest import OsmServer


def place(label: str, lat: float, lon: float, importance: float = 0.4) -> dict[str, Any]:
    return {"display_name": label, "lat": str(lat), "lon": str(lon), "importance": importance}


GATE = place("Treptower Tor, Neubrandenburg", 53.5555, 13.2546)
STOP = place("Treptower Tor, bus stop, Neubrandenburg", 53.5557, 13.2540, 0.35)


@pytest.fixture
def names(server: OsmServer, tmp_path: Path) -> Nominatim:
    server.places = [GATE, STOP]
    return Nominatim(server.nominatim, folder=tmp_path)


def test_an_address_resolves_to_the_best_match(names: Nominatim) -> None:
    found = names.find("  Treptower   Tor ")
    assert found.label == "Treptower Tor, Neubrandenburg"
    assert found.at == LatLon(53.5555, 13.2546)


def test_an_address_is_requested_once_with_a_named_client(
    names: Nominatim, server: OsmServer
) -> None:
    first = names.find("Treptower Tor")
    assert names.find("treptower tor") == first
    (asked,) = server.asked
    assert asked.path.startswith("/search?")
    assert asked.headers["User-Agent"].startswith("looproute/")


def test_a_cached_address_is_found_offline(
    names: Nominatim, server: OsmServer, tmp_path: Path
) -> None:
    offline = Nominatim(server.nominatim, folder=tmp_path, offline=True)
    with pytest.raises(StreetsError) as caught:
        offline.find("Treptower Tor")
    assert caught.value.kind == "address-not-saved"
    assert caught.value.facts == {"address": "Treptower Tor"}
    assert server.asked == []
    assert names.find("Treptower Tor") == offline.find("Treptower Tor")


def test_places_far_apart_and_about_as_important_are_listed(
    names: Nominatim, server: OsmServer
) -> None:
    server.places = [
        place("Neustadt, Hessen", 50.85, 9.11),
        place("Neustadt, Sachsen", 51.02, 14.2),
    ]
    with pytest.raises(StreetsError) as caught:
        names.find("Neustadt")
    assert caught.value.kind == "address-ambiguous"
    assert caught.value.facts["count"] == 2
    sentence = str(caught.value)
    assert "may be any of 2 places" in sentence
    assert "Neustadt, Hessen (50.85,9.11); Neustadt, Sachsen (51.02,14.2)" in sentence


def test_a_much_more_important_place_is_chosen_without_asking(
    names: Nominatim, server: OsmServer
) -> None:
    server.places = [place("Berlin", 52.5, 13.4, 0.85), place("Berlin, NH", 44.5, -71.2, 0.45)]
    assert names.find("Berlin").label == "Berlin"


def test_a_missing_match_is_not_cached(names: Nominatim, server: OsmServer) -> None:
    server.places = []
    with pytest.raises(StreetsError, match="knows no place 'Treptower Tor'") as caught:
        names.find("Treptower Tor")
    assert caught.value.kind == "address-unknown"
    server.places = [GATE]
    assert names.find("Treptower Tor").label.startswith("Treptower Tor")


@pytest.mark.parametrize("address", ["", "12", "53.1 13.2", "x" * 201])
def test_an_invalid_address_is_refused(names: Nominatim, address: str) -> None:
    with pytest.raises(ValueError, match="is not an address"):
        names.find(address)


def test_a_damaged_cached_address_is_requested_again(server: OsmServer, tmp_path: Path) -> None:
    server.places = [GATE]
    warnings: list[StreetsError] = []
    names = Nominatim(server.nominatim, folder=tmp_path, warn=warnings.append)
    names.find("Treptower Tor")
    (kept,) = (tmp_path / "addresses").iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-7])
    assert names.find("Treptower Tor").label.startswith("Treptower Tor")
    assert kept.read_bytes() == whole
    (warning,) = warnings
    assert warning.kind == "cache-entry-damaged"
    cause = warning.facts["cause"]
    assert isinstance(cause, StreetsError)
    assert (cause.kind, cause.facts) == ("file-damaged", {"path": kept})
    assert str(warning) == f"'{kept}' is damaged or cut short. It was renamed to end in .damaged."
