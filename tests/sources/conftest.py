"""Towns as files, and a server of OpenStreetMap data that can simulate faults."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import osmium
import pytest

from looproute.sources.deadline import Clock

WriteOsm = Callable[..., Path]

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def data() -> Path:
    return DATA


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


@dataclass(kw_only=True)
class Reply:
    """The server's response to a request, by default a correct one.

    `change` is let loose on a good answer; `body` replaces it; `cut` sends so many bytes of it
    only, under a Content-Length of all; `act` gets the handler and does whatever it likes.
    """

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = "application/json"
    body: bytes | None = None
    change: Callable[[Any], None] | None = None
    cut: int | None = None
    act: Callable[["Handler"], object] | None = None


class Asked(NamedTuple):
    """A request to the server; `busy` is the number of requests in progress."""

    path: str
    headers: dict[str, str]
    body: str
    busy: int


class OsmServer:
    """Implements Overpass and Nominatim over an extract, on 127.0.0.1."""

    def __init__(self) -> None:
        self.elements: dict[str, list[dict[str, Any]]] = {}
        self.places: list[dict[str, Any]] = []
        self.replies: list[Reply] = []
        self.always: Reply | None = None
        self.asked: list[Asked] = []
        self.busy = 0
        self.over = threading.Event()
        self.http = Http(("127.0.0.1", 0), Handler)
        self.http.osm = self
        self.base = f"http://127.0.0.1:{self.http.server_address[1]}"
        self.overpass, self.nominatim = f"{self.base}/api", f"{self.base}/"
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.over.set()
        self.http.shutdown()
        self.http.server_close()

    def load(self, path: Path) -> None:
        """Serve an extract."""
        self.elements = {"node": [], "way": [], "relation": []}
        item: Any
        for item in osmium.FileProcessor(path):
            told: dict[str, Any] = {"id": item.id, "tags": dict(item.tags)}
            if item.is_node():
                told |= {"type": "node", "lat": item.location.lat, "lon": item.location.lon}
            elif item.is_way():
                told |= {"type": "way", "nodes": [node.ref for node in item.nodes]}
            else:
                long = {"n": "node", "w": "way", "r": "relation"}
                told["type"] = "relation"
                told["members"] = [
                    {"type": long[m.type], "ref": m.ref, "role": m.role} for m in item.members
                ]
            self.elements[told["type"]].append(told)

    def overpass_answer(self, query: str) -> Any:
        """Return the elements of an OSMnx query: by kind and tag in a box, with their members."""
        wanted = re.findall(r"(node|way|relation)\[['\"](\w+)['\"](?:='(\w+)')?\]", query)
        (poly,) = set(re.findall(r"poly:'([^']*)'", query))
        numbers = [float(number) for number in poly.split()]
        lats, lons = numbers[::2], numbers[1::2]
        nodes = {node["id"]: node for node in self.elements["node"]}
        ways = {way["id"]: way for way in self.elements["way"]}

        def inside(element: Any) -> bool:
            if element["type"] == "node":
                at = [element]
            else:
                lines = [element]
                if element["type"] == "relation":
                    members = element["members"]
                    lines = [ways[m["ref"]] for m in members if m["ref"] in ways]
                at = [nodes[ref] for line in lines for ref in line["nodes"] if ref in nodes]
            return bool(at) and (
                min(lats) <= max(p["lat"] for p in at)
                and max(lats) >= min(p["lat"] for p in at)
                and min(lons) <= max(p["lon"] for p in at)
                and max(lons) >= min(p["lon"] for p in at)
            )

        chosen: dict[tuple[str, int], Any] = {}
        asked: dict[str, set[tuple[str, str]]] = {"node": set(), "way": set(), "relation": set()}
        for kind, key, value in wanted:
            asked[kind].add((key, value))
        for kind, pairs in asked.items():
            for element in self.elements[kind] if pairs else ():
                tags = element["tags"]
                hit = any(k in tags and v in ("", tags[k]) for k, v in pairs)
                if hit and inside(element):
                    chosen[kind, element["id"]] = element
        for element in [e for (kind, _), e in chosen.items() if kind == "relation"]:
            for member in element["members"]:
                if member["type"] == "way" and member["ref"] in ways:
                    chosen["way", member["ref"]] = ways[member["ref"]]
        for element in [e for (kind, _), e in chosen.items() if kind == "way"]:
            known = [ref for ref in element["nodes"] if ref in nodes]
            chosen["way", element["id"]] = element | {"nodes": known}
            chosen |= {("node", ref): nodes[ref] for ref in known}
        return {
            "version": 0.6,
            "osm3s": {"timestamp_osm_base": "2026-11-20T04:05:06Z"},
            "elements": list(chosen.values()),
        }


class Http(ThreadingHTTPServer):
    osm: OsmServer
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that close the connection during a response, which tests do on purpose."""


class Handler(BaseHTTPRequestHandler):
    server: Http
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.answer("")

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        form = parse_qs(self.rfile.read(size).decode())
        self.answer(form["data"][0])

    def log_message(self, *_: Any) -> None:
        pass

    def answer(self, query: str) -> None:
        osm = self.server.osm
        osm.busy += 1
        osm.asked.append(Asked(self.path, dict(self.headers), query, osm.busy))
        try:
            reply = osm.replies.pop(0) if osm.replies else osm.always or Reply()
            if reply.act:
                reply.act(self)
                return
            body = reply.body
            if body is None:
                good = self.good(query)
                if reply.change:
                    good = json.loads(json.dumps(good))
                    reply.change(good)
                body = json.dumps(good).encode()
            self.send_response(reply.status)
            for name, value in ({"Content-Type": reply.kind} | reply.headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: reply.cut])
            self.close_connection = True
        finally:
            osm.busy -= 1

    def good(self, query: str) -> Any:
        osm, asked = self.server.osm, urlsplit(self.path)
        if asked.path == "/api/interpreter":
            return osm.overpass_answer(query)
        if asked.path == "/search":
            return osm.places[: int(parse_qs(asked.query)["limit"][0])]
        return "garbage"  # such as /api/status


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[OsmServer]:
    """A server of Oswego's streets and places, on this machine."""
    monkeypatch.setenv("NO_PROXY", "*")
    osm = OsmServer()
    osm.load(DATA / "oswego" / "oswego.osm.gz")
    yield osm
    osm.close()


@pytest.fixture
def make_reply() -> type[Reply]:
    return Reply


class FastClock(Clock):
    """A clock on which a sleep takes no time."""

    def __init__(self) -> None:
        self.slept_s = 0.0

    def now(self) -> float:
        return super().now() + self.slept_s

    def sleep(self, seconds: float) -> None:
        self.slept_s += seconds


@pytest.fixture
def clock() -> FastClock:
    return FastClock()
