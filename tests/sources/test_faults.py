"""Faults of servers, networks and disks: one sentence, an exit code, and nothing lost.

The sentences are those of docs/troubleshooting.md, word by word; `…` stands for what varies.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import osmnx
import pytest

from looproute.cli import main
from looproute.errors import StreetsError
from looproute.network import io
from looproute.sources.deadline import Clock
from tests.sources.conftest import FastClock, Handler, OsmServer, Reply

ROOT = Path(__file__).parents[2]
START = "43.4575,-76.5105"
SEA = "30,-50"
ADDRESS = "Market Street"


class Row(NamedTuple):
    """A line of the table: what goes wrong, what the walker reads ("" for nothing), exit code."""

    sentence: str
    code: int


def table() -> dict[str, Row]:
    text = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
    _, text = text.split("## What goes wrong, and what you read\n")
    cells = [
        [cell.strip() for cell in line.strip("|\n").split("|")]
        for line in text.splitlines()
        if line.startswith("|")
    ]
    return {what: Row(said.strip("`"), int(code)) for what, said, code in cells[2:]}


TABLE = table()


class Case:
    """A fault to set up, and the way to run looproute."""

    def __init__(
        self, server: OsmServer, reply: type[Reply], here: Path, patch: pytest.MonkeyPatch
    ) -> None:
        self.server, self.reply, self.here, self.patch = server, reply, here, patch
        self.start, self.deadline, self.overpass = START, "90s", server.overpass
        self.kept = here / "kept"

    def always(self, **said: Any) -> None:
        self.server.always = self.reply(**said)

    def changed(self, change: Callable[[Any], None]) -> None:
        self.always(change=change)


FAULTS: dict[str, Callable[[Case], None]] = {}


def fault(what: str) -> Callable[[Callable[[Case], None]], None]:
    def add(set_up: Callable[[Case], None]) -> None:
        FAULTS[what] = set_up

    return add


@fault("The server is busy, again and again (429)")
def _(case: Case) -> None:
    case.always(status=429)


@fault("The server is busy, and there is no time left to ask again")
def _(case: Case) -> None:
    case.deadline = "9s"
    case.always(status=429, headers={"Retry-After": "60"})


@fault("The server is busy once (429 with Retry-After)")
def _(case: Case) -> None:
    case.server.replies = [case.reply(status=429, headers={"Retry-After": "31"})]


@fault("The server's own time is up, again and again (504)")
def _(case: Case) -> None:
    case.always(status=504)


@fault("The server's own time is up twice (504)")
def _(case: Case) -> None:
    case.server.replies = [case.reply(status=504), case.reply(status=504)]


@fault("The server gives up half way: a remark, and part of the data")
def _(case: Case) -> None:
    def cut(answer: Any) -> None:
        del answer["elements"][50:]
        answer["remark"] = "runtime error: Query timed out in query at line 1 after 3 seconds."

    case.changed(cut)


@fault("The server gives up at once: a remark, and no data")
def _(case: Case) -> None:
    case.changed(lambda answer: answer.update(elements=[], remark="runtime error: out of memory"))


@fault("There is nothing there: the sea")
def _(case: Case) -> None:
    case.start = SEA


@fault("The answer is a web page")
def _(case: Case) -> None:
    case.always(kind="text/html", body=b"<!DOCTYPE html><html><body>Welcome</body></html>")


@fault("The server fails (500), with data in its answer")
def _(case: Case) -> None:
    case.always(status=500)


@fault("The server has moved")
def _(case: Case) -> None:
    case.always(status=301, headers={"Location": "https://maps.example.org/api"})


@fault("The answer is something else")
def _(case: Case) -> None:
    case.always(body=b"[1, 2, 3]")


@fault("The answer is cut in the middle of the data")
def _(case: Case) -> None:
    case.always(body=json.dumps({"elements": [{"type": "node"}] * 50}).encode()[:700])


@fault("The answer ends before it should (Content-Length)")
def _(case: Case) -> None:
    case.always(cut=2000)


@fault("The connection is closed at once")
def _(case: Case) -> None:
    def hang_up(handler: Handler) -> None:
        handler.connection.shutdown(socket.SHUT_RDWR)
        handler.close_connection = True

    case.always(act=hang_up)


@fault("The server accepts and says nothing")
def _(case: Case) -> None:
    case.deadline = "1s"
    case.always(act=lambda handler: wait(handler))


@fault("The answer comes at one byte a second")
def _(case: Case) -> None:
    case.deadline = "1.5s"
    case.always(act=lambda handler: drip(handler, b"HTTP/1.1 200 OK\r\n\r\n"))


@fault("Even the head of the answer comes at one byte a second")
def _(case: Case) -> None:
    case.deadline = "1.5s"
    case.always(act=lambda handler: drip(handler, b""))


@fault("A street lacks one of its nodes")
def _(case: Case) -> None:
    def lose(answer: Any) -> None:
        lost = next(e for e in answer["elements"] if e["type"] == "node")
        answer["elements"].remove(lost)

    case.changed(lose)


@fault("A node has no coordinates")
def _(case: Case) -> None:
    case.changed(lambda answer: of_a_node(answer).pop("lat"))


@fault("A node has coordinates that are no numbers")
def _(case: Case) -> None:
    case.changed(lambda answer: of_a_node(answer).update(lat=float("nan")))


@fault("40 MB come where 1 MB was expected")
def _(case: Case) -> None:
    case.always(body=b'{"elements": [' + b" " * 40_000_000 + b"]}")


@fault("The answer is a bomb: little that unpacks to much")
def _(case: Case) -> None:
    bomb = gzip.compress(b" " * 300_000_000, 1)
    case.always(body=bomb, headers={"Content-Encoding": "gzip"})


@fault("The server's status page is garbage")
def _(case: Case) -> None:
    """OSMnx would wait for a minute if it read this status page."""
    del case


@fault("There is no network")
def _(case: Case) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        case.overpass = f"http://127.0.0.1:{closed.getsockname()[1]}/api"


@fault("The name of the server cannot be looked up")
def _(case: Case) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    case.overpass = "http://overpass.example.org/api"
    case.patch.setattr(osmnx._http, "_original_getaddrinfo", fail)
    case.patch.setattr(socket, "gethostbyname", fail)


@fault("The address is not known")
def _(case: Case) -> None:
    case.start = ADDRESS


@fault("The address may be any of ten places")
def _(case: Case) -> None:
    case.start = ADDRESS
    case.server.places = [
        {"display_name": f"Market Street, Town {n}", "lat": f"4{n}.5", "lon": "-76.5"}
        for n in range(10)
    ]


@fault("The geocoder sends a place without coordinates")
def _(case: Case) -> None:
    case.start = ADDRESS
    case.server.places = [{"display_name": "Market Street"}]


@fault("The cache folder may not be written to")
def _(case: Case) -> None:
    case.kept = case.here / "read-only"
    case.kept.mkdir(mode=0o500)
    if os.access(case.kept, os.W_OK):
        mount(case.kept, "ro")


@fault("There is a file where the cache folder should be")
def _(case: Case) -> None:
    case.kept.write_text("a file")


@fault("The disk with the cache folder is full")
def _(case: Case) -> None:
    case.kept.mkdir()
    mount(case.kept, "size=1m")
    (case.kept / "areas").mkdir()
    with pytest.raises(OSError, match="No space"), (case.kept / "filler").open("wb") as file:
        file.write(bytes(2_000_000))


@fault("A kept area is damaged")
def _(case: Case) -> None:
    spoil(case, lambda content: content[: len(content) // 2])


@fault("A kept area is of an older looproute")
def _(case: Case) -> None:
    def older(content: bytes) -> bytes:
        inside = io.verify_checksum(io.MAGIC, io.VERSION, content, "")
        return io.add_checksum(io.MAGIC, io.VERSION - 1, inside)

    spoil(case, older)


def wait(handler: Handler) -> None:
    handler.server.osm.over.wait(20)


def drip(handler: Handler, head: bytes) -> None:
    handler.connection.sendall(head)
    for byte in b"HTTP/1.1 200 OK\r\n" * 2:
        if handler.server.osm.over.wait(1):
            return
        handler.connection.sendall(bytes([byte]))


def of_a_node(answer: Any) -> Any:
    return next(e for e in answer["elements"] if e["type"] == "node")


def spoil(case: Case, change: Callable[[bytes], bytes]) -> None:
    assert loop(case).code == 0
    (area,) = (case.kept / "areas").iterdir()
    area.write_bytes(change(area.read_bytes()))


MOUNTED: list[Path] = []


def mount(folder: Path, options: str) -> None:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    MOUNTED.append(folder)


@pytest.fixture(autouse=True)
def unmounted() -> Iterator[None]:
    yield
    while MOUNTED:
        subprocess.run(["umount", str(MOUNTED.pop())], check=True)


class Result(NamedTuple):
    code: int
    out: str
    err: str


CAPTURE: list[pytest.CaptureFixture[str]] = []


def loop(case: Case, *more: str) -> Result:
    """Plan a loop of 1,500 steps and print it on stdout."""
    args = ["loop", case.start, "--steps", "1500", "--json", "--deadline", case.deadline]
    servers = ["--overpass", case.overpass, "--nominatim", case.server.nominatim]
    with pytest.raises(SystemExit) as ended:
        main([*args, *servers, *more])
    out, err = CAPTURE[-1].readouterr()
    assert isinstance(ended.value.code, int)
    return Result(ended.value.code, out, err)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def case(
    server: OsmServer,
    make_reply: type[Reply],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Case]:
    case = Case(server, make_reply, tmp_path, monkeypatch)
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    CAPTURE.append(capsys)
    yield case
    CAPTURE.pop()


def test_the_table_lists_exactly_the_faults_of_this_test() -> None:
    assert list(TABLE) == list(FAULTS)


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_is_reported_as_in_the_table_and_the_next_run_succeeds(
    case: Case, clock: FastClock, what: str
) -> None:
    case.patch.setattr("looproute.sources.deadline.Clock", lambda: clock)
    case.patch.setenv("LOOPROUTE_CACHE_DIR", str(case.kept))
    with case.patch.context() as patch:
        case.patch = patch
        FAULTS[what](case)
        patch.setenv("LOOPROUTE_CACHE_DIR", str(case.kept))
        before = contents(case.here)
        began = Clock().now()
        told = loop(case)
        took_s = Clock().now() - began
    row = TABLE[what]
    assert told.code == row.code, told
    pattern = ".*".join(map(re.escape, row.sentence.split("…")))
    assert re.fullmatch(pattern, told.err.strip()), told.err
    assert len(told.err.splitlines()) == bool(row.sentence)
    assert "Traceback" not in told.err
    assert took_s < 8, "a deadline was missed"
    if told.code:
        assert told.out == ""
        left = contents(case.here)
        assert {name: left[name] for name in before} == before
        assert all(name.endswith(".address") for name in left.keys() - before.keys())
    else:
        assert json.loads(told.out)["features"]
    assert list((case.here / "work").iterdir()) == []

    case.server.always, case.server.replies = None, []
    case.start, case.deadline, case.overpass = START, "90s", case.server.overpass
    after = loop(case)
    assert after.code == 0, after
    assert json.loads(after.out)["features"]


def test_an_area_cut_at_any_tenth_byte_is_fetched_again(case: Case) -> None:
    case.patch.setenv("LOOPROUTE_CACHE_DIR", str(case.kept))
    assert loop(case).code == 0
    (area,) = (case.kept / "areas").iterdir()
    whole = area.read_bytes()
    from looproute.geo import LatLon
    from looproute.sources.saved_areas import Areas

    center = LatLon(*map(float, START.split(",")))
    warnings: list[StreetsError] = []
    areas = Areas(case.kept, warn=warnings.append)
    assert areas.find(center, 300) is not None
    for size in range(0, len(whole), 10):
        area.write_bytes(whole[:size])
        assert areas.find(center, 300) is None
        assert not area.exists()
    assert len(warnings) == len(range(0, len(whole), 10))
    case.server.asked.clear()
    assert loop(case).code == 0
    assert case.server.asked
    assert area.read_bytes() == whole


KILL = """
import os, signal, sys
from pathlib import Path
from looproute import _atomic
step, path = sys.argv[1], Path(sys.argv[2])
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
class Half:
    def __init__(self, path, mode, opener):
        self.file = open(path, mode, opener=opener)
    def __enter__(self):
        return self
    def __exit__(self, *_):
        self.file.close()
    def write(self, content):
        self.file.write(content[: len(content) // 2])
        self.file.flush()
        die()
if step == "write":
    _atomic.open = Half
elif step == "renamed":
    replace = os.replace
    os.replace = lambda a, b: (replace(a, b), die())
else:
    setattr(os, step, die)
_atomic.replace(path, b"new" * 9999)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("step", ["write", "fsync", "replace", "renamed"])
@pytest.mark.parametrize("before", [None, b"old"])
def test_a_process_killed_during_a_write_leaves_the_old_or_the_new_entry(
    tmp_path: Path, step: str, before: bytes | None
) -> None:
    path = tmp_path / "town.streets"
    if before is not None:
        path.write_bytes(before)
    killed = subprocess.run(
        [sys.executable, "-c", KILL, step, str(path)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert killed.returncode == -9
    expected = b"new" * 9999 if step == "renamed" else before
    assert (path.read_bytes() if path.exists() else None) == expected


def test_temporary_files_of_a_killed_process_are_removed_after_an_hour(case: Case) -> None:
    case.patch.setenv("LOOPROUTE_CACHE_DIR", str(case.kept))
    folder = case.kept / "areas"
    folder.mkdir(parents=True)
    old, new = folder / ".looproute-old", folder / ".looproute-new"
    for left in (old, new):
        left.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert loop(case).code == 0
    assert not old.exists()
    assert new.exists()
