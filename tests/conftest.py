"""Isolate every test: no network beyond this machine, no folders of the user, and no
clock that fails a test.
"""

from __future__ import annotations

import ipaddress
import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("looproute", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("looproute")


class NetworkRefusedError(RuntimeError):
    """A test tried to reach another machine."""


def refuse_network(event: str, args: tuple[Any, ...]) -> None:
    """Raise before Python looks up or connects to a host beyond this machine."""
    if event in ("socket.connect", "socket.sendto"):
        address = args[1]
        host = address[0] if isinstance(address, tuple) else ""  # a str is a Unix socket's
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = args[0] or ""
    else:
        return
    if not is_this_machine(host):
        raise NetworkRefusedError(f"{event} to {host!r}: tests reach this machine only")


def is_this_machine(host: str | bytes) -> bool:
    """Return whether a host is a loopback address, `localhost`, or empty."""
    name = host.decode() if isinstance(host, bytes) else host
    try:
        return name in ("", "localhost") or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


sys.addaudithook(refuse_network)


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests out of the folders of the user."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in ("CACHE", "CONFIG"):
            patch.setenv(f"LOOPROUTE_{kind}_DIR", str(tmp_path_factory.mktemp(kind.lower())))
        yield


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulate a disk that is full at the end of a write."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
