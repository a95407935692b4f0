"""Streets from a server equal the streets of the file that it serves."""

from __future__ import annotations

import re
import socket
from dataclasses import replace
from pathlib import Path

import osmnx
import pytest

from looproute.errors import StreetsError
from looproute.geo import LatLon
from looproute.network import io
from looproute.sources import StreetSource
from looproute.sources.deadline import Deadline
from looproute.sources.osm_file import OsmFile
from looproute.sources.overpass import Overpass
from tests.sources.conftest import FastClock, OsmServer, Reply

CENTER = LatLon(43.4575, -76.5105)
RADIUS_M = 500


def test_a_server_is_a_source() -> None:
    assert isinstance(Overpass(), StreetSource)


@pytest.mark.parametrize("area", ["oswego", "neubrandenburg"])
def test_streets_and_scenery_equal_those_of_the_file(
    server: OsmServer, data: Path, area: str
) -> None:
    center, radius_m = CENTER, 500
    if area == "neubrandenburg":
        center, radius_m = LatLon(53.5571, 13.2613), 1500
        server.load(data / area / f"{area}.osm.gz")
    online = Overpass(server.overpass).streets(center, radius_m)
    file = OsmFile(data / area / f"{area}.osm.gz").streets(center, radius_m)
    assert online.date == "2026-11-20"
    assert io.to_bytes(replace(online, place="", date="")) == io.to_bytes(
        replace(file, place="", date="")
    )


def test_requests_are_sequential_and_name_the_client(server: OsmServer) -> None:
    Overpass(server.overpass).streets(CENTER, RADIUS_M)
    assert [asked.path for asked in server.asked] == ["/api/interpreter"] * 2
    for asked in server.asked:
        assert asked.busy == 1, "one request at a time"
        assert asked.headers["User-Agent"].startswith("looproute/")
        assert "OSMnx" not in str(asked.headers)
    assert "[timeout:90]" in server.asked[0].body
    assert re.search(r"\[timeout:[6-9]\d\]", server.asked[1].body), "what is left of 90 s"


def test_the_settings_of_osmnx_and_name_resolution_stay_unchanged(server: OsmServer) -> None:
    before, lookup = dict(vars(osmnx.settings)), socket.getaddrinfo
    Overpass(server.overpass).streets(CENTER, RADIUS_M)
    assert dict(vars(osmnx.settings)) == before
    assert socket.getaddrinfo is lookup


@pytest.mark.parametrize("url", ["{}", "{}/", "{}/interpreter"])
def test_the_url_is_accepted_in_every_common_form(server: OsmServer, url: str) -> None:
    assert len(Overpass(url.format(server.overpass)).streets(CENTER, RADIUS_M).u)


@pytest.mark.parametrize("url", ["", "overpass", "ftp://host/api", "http://", "http://[::1"])
def test_an_invalid_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="is not the address of a server"):
        Overpass(url)


@pytest.mark.parametrize(("after", "wait_s"), [("", 30), ("5", 30), ("42", 42), ("soon", 30)])
def test_after_a_429_the_client_waits_at_least_30_s(
    server: OsmServer, make_reply: type[Reply], clock: FastClock, after: str, wait_s: float
) -> None:
    server.replies = [make_reply(status=429, headers={"Retry-After": after})]
    Overpass(server.overpass, patience=Deadline(clock=clock)).streets(CENTER, RADIUS_M)
    assert clock.slept_s == pytest.approx(wait_s, abs=1)
    assert len(server.asked) == 3


def test_a_429_between_the_two_requests_is_waited_out(
    server: OsmServer, make_reply: type[Reply], clock: FastClock
) -> None:
    server.replies = [make_reply(), make_reply(status=429)]
    patience = Deadline(clock=clock)
    Overpass(server.overpass, patience=patience).streets(CENTER, RADIUS_M)
    assert clock.slept_s == pytest.approx(30, abs=1)
    assert patience.left_s < 60
    assert len(server.asked) == 3


def test_a_request_is_sent_at_most_three_times(
    server: OsmServer, make_reply: type[Reply], clock: FastClock
) -> None:
    server.always = make_reply(status=429)
    with pytest.raises(StreetsError) as caught:
        Overpass(server.overpass, patience=Deadline(1000, clock=clock)).streets(CENTER, RADIUS_M)
    assert caught.value.kind == "server-rate-limit"
    facts = caught.value.facts
    assert facts.pop("left_s") == pytest.approx(940, abs=5)
    assert facts == {
        "server": "127.0.0.1",
        "service": "streets",
        "status": 429,
        "wait_s": 30,
        "tries": 3,
    }
    assert len(server.asked) == 3
    assert clock.slept_s == pytest.approx(60, abs=1)


@pytest.mark.parametrize("radius_m", [None, 0, float("nan"), float("inf")])
def test_an_invalid_radius_is_refused(radius_m: float | None) -> None:
    with pytest.raises(ValueError, match="radius"):
        Overpass().streets(CENTER, radius_m)
