"""A made-up town, loops in it, and a browser that may not reach any network."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from looproute.geo import Bounds, LatLon, Line, Plane, cumulative_m, segment_lengths_m
from looproute.loops import Loop, Note
from looproute.network.network import ATTRIBUTION, StreetNetwork
from looproute.network.scenery import Area, Scenery
from looproute.network.street_class import KINDS

CENTER = LatLon(53.557, 13.261)
SIDE = 9
BLOCK_M = 150.0
NAMES = ("", "Ringstraße", "Am Wall", "Rue de l'Église", "شارع النيل")


def town(
    names: Sequence[str] = NAMES, place: str = "Gridtown", attribution: str = ""
) -> StreetNetwork:
    """A chessboard of 9 x 9 junctions, 150 m apart, with a lake, a wood, a park and a stream."""
    plane = Plane.at(CENTER)
    half = (SIDE - 1) / 2
    at = [
        plane.to_latlon((i % SIDE - half) * BLOCK_M, (i // SIDE - half) * BLOCK_M)
        for i in range(SIDE * SIDE)
    ]
    lat, lon = np.array(at).T
    across = [(i, i + 1) for i in range(SIDE * SIDE) if i % SIDE < SIDE - 1]
    up = [(i, i + SIDE) for i in range(SIDE * (SIDE - 1))]
    u, v = np.array(across + up, dtype=np.int32).T
    count = len(u)
    points = np.stack([u, v], axis=1).ravel()
    rank = np.arange(count)
    return StreetNetwork(
        lat=lat,
        lon=lon,
        osm_id=np.arange(SIDE * SIDE, dtype=np.int64),
        u=u,
        v=v,
        length_m=segment_lengths_m(lat[points], lon[points])[::2],
        cost_factor=np.ones(count),
        kind=(u % len(KINDS)).astype(np.uint8),
        name=(u // SIDE % len(names)).astype(np.int32),
        names=tuple(names),
        way_id=rank.astype(np.int64),
        risers=np.zeros(count),
        line_lat=lat[points],
        line_lon=lon[points],
        line_offsets=np.arange(0, 2 * count + 1, 2, dtype=np.int32),
        bounds=Bounds(float(lat.min()), float(lon.min()), float(lat.max()), float(lon.max())),
        scenery=Scenery(
            areas=(
                Area("water", (_ring(-500, 300, 150), _ring(-500, 300, 50))),
                Area("wood", (_ring(400, -400, 200),)),
                Area("park", (_ring(200, 200, 120),)),
            ),
            waterways=(_line([(-500, 300), (-100, 0), (600, 100)]),),
        ),
        place=place,
        attribution=attribution or ATTRIBUTION,
    )


def _line(xy: Sequence[tuple[float, float]]) -> Line:
    plane = Plane.at(CENTER)
    lat, lon = np.array([plane.to_latlon(x, y) for x, y in xy]).T
    return Line(lat, lon)


def _ring(x: float, y: float, radius: float) -> Line:
    angles = np.linspace(0, 2 * np.pi, 13)
    return _line([(x + radius * np.cos(a), y + radius * np.sin(a)) for a in angles])


def loop_along(
    corners: Sequence[tuple[int, int]], *, network: StreetNetwork, rank: int = 1, **changes: Any
) -> Loop:
    """A loop along the town's streets past junctions (column, row), back to the first one."""
    stops = [*corners, corners[0]]
    cells = [stops[0]]
    for to in stops[1:]:
        while cells[-1] != to:
            (x, y), (to_x, to_y) = cells[-1], to
            ahead = x + int(np.sign(to_x - x)), y + int(np.sign(to_y - y))
            cells.append((ahead[0], y) if x != to_x else (x, ahead[1]))
    points = tuple(
        LatLon(float(network.lat[y * SIDE + x]), float(network.lon[y * SIDE + x])) for x, y in cells
    )
    length_m = float(cumulative_m(points)[-1])
    steps = round(length_m / 0.7)
    loop = Loop(
        rank=rank,
        kind="loop",
        points=points,
        steps=steps,
        steps_low=round(0.95 * steps),
        steps_high=round(1.05 * steps),
        target_steps=4000,
        length_m=length_m,
        target_m=2800.0,
        duration_s=steps / 110 * 60,
        repeated_share=0.0,
        near_self_share=0.0,
        doubling_back_share=0.0,
        compactness=0.6,
        turns=4,
        streets=tuple(name for name in network.names[1:4] if name),
        stem_m=0.0,
        busy_share=0.25,
        notes=(),
        attribution=network.attribution,
        network=network,
    )
    return replace(loop, **changes)


def three_loops(network: StreetNetwork) -> list[Loop]:
    """A square, a rectangle, and a lollipop whose stem of 300 m is walked out and back."""
    return [
        loop_along([(4, 4), (8, 4), (8, 8), (4, 8)], network=network),
        loop_along([(4, 4), (4, 1), (0, 1), (0, 4)], network=network, rank=2),
        loop_along(
            [(4, 4), (4, 6), (2, 6), (2, 8), (4, 8), (4, 6)],
            network=network,
            rank=3,
            kind="lollipop",
            stem_m=300.0,
            repeated_share=0.2,
            notes=(
                Note(
                    "text", text="One way leads there, so its first 300 m are walked out and back."
                ),
            ),
        ),
    ]


@pytest.fixture(scope="session")
def network() -> StreetNetwork:
    return town()


@pytest.fixture
def loops(network: StreetNetwork) -> list[Loop]:
    return three_loops(network)


@pytest.fixture(scope="session")
def make_loops() -> Callable[..., list[Loop]]:
    """Three loops in a town of the given names."""

    def make(**about: Any) -> list[Loop]:
        return three_loops(town(**about))

    return make


def _decode(text: str) -> list[tuple[float, float]]:
    """The published algorithm, read backwards, a character at a time."""
    numbers, bits, shift = [], 0, 0
    for character in text:
        chunk = ord(character) - 63
        bits |= (chunk & 31) << shift
        shift += 5
        if not chunk & 32:
            numbers.append(~(bits >> 1) if bits & 1 else bits >> 1)
            bits = shift = 0
    lat, lon = np.cumsum(np.array(numbers).reshape(-1, 2), axis=0).T / 1e6
    return list(zip(lat.tolist(), lon.tolist(), strict=True))


@pytest.fixture(scope="session")
def decode() -> Callable[[str], list[tuple[float, float]]]:
    return _decode


class Browser:
    """Headless Chromium with every host name refused, spoken to over its debugging pipe."""

    ARGUMENTS = (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-sync",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--hide-scrollbars",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--remote-debugging-pipe",
    )
    # Chromium reads commands from descriptor 3 and answers on 4.
    LAUNCH = """
import os, sys
from fcntl import F_DUPFD, fcntl
read, write = (fcntl(int(pipe), F_DUPFD, 10) for pipe in sys.argv[1:3])
os.dup2(read, 3)
os.dup2(write, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
    PATIENCE_S = 60.0

    def __init__(self, profile: Path) -> None:
        told_r, self._told = os.pipe()
        self._heard, heard_w = os.pipe()

        chromium = [shutil.which("chromium") or "", *self.ARGUMENTS, f"--user-data-dir={profile}"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", self.LAUNCH, str(told_r), str(heard_w), *chromium],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(told_r, heard_w),
        )
        os.close(told_r)
        os.close(heard_w)
        self._number = 0
        self._buffer = b""
        self.events: list[dict[str, Any]] = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = ""
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)[
            "sessionId"
        ]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")

    _session = ""

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._told, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result
            self.events.append(answer)

    def _next(self) -> dict[str, Any]:
        until = time.monotonic() + self.PATIENCE_S
        while b"\0" not in self._buffer:
            assert select.select([self._heard], [], [], until - time.monotonic())[0], "no answer"
            read = os.read(self._heard, 1 << 20)
            assert read, "the browser ended"
            self._buffer += read
        message, self._buffer = self._buffer.split(b"\0", 1)
        answer: dict[str, Any] = json.loads(message)
        return answer

    def open(self, path: Path, width: int = 390, height: int = 844, *, phone: bool = False) -> None:
        """Open a file at a size; `events` then holds what happened since."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=2 if phone else 1,
            mobile=phone,
        )
        self.events.clear()
        self.send("Page.navigate", url=path.as_uri())
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self.events.append(self._next())
        # Two frames, so that what was asked to be drawn is drawn.
        self.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def run(self, script: str) -> Any:
        """Return the value of an expression in the page."""
        answer = self.send(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def complaints(self) -> list[dict[str, Any]]:
        """Exceptions, console messages and the browser's own errors since the page was opened."""
        bad = ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")
        return [event for event in self.events if event["method"] in bad]

    def requests(self) -> list[str]:
        """Addresses asked for since the page was opened, the page's own among them."""
        return [
            event["params"]["request"]["url"]
            for event in self.events
            if event["method"] == "Network.requestWillBeSent"
        ]

    def close(self) -> None:
        with suppress(AssertionError, OSError):
            self._session = ""
            self.send("Browser.close")
        for pipe in (self._told, self._heard):
            os.close(pipe)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if shutil.which("chromium") is None:
        pytest.skip("chromium is not installed")
    found = Browser(tmp_path_factory.mktemp("chromium"))
    yield found
    found.close()
