"""What holds for every test: no network beyond this machine, and no clock that fails a test."""

from __future__ import annotations

import ipaddress
import sys
from typing import Any

from hypothesis import settings

settings.register_profile("looproute", deadline=None, print_blob=True)
settings.load_profile("looproute")


class NetworkRefusedError(RuntimeError):
    """A test asked for a machine other than this one."""


def refuse_network(event: str, args: tuple[Any, ...]) -> None:
    """Raise where Python is about to look a host up or to connect to one beyond this machine."""
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
    """Whether a host is a loopback address, `localhost`, or none at all."""
    name = host.decode() if isinstance(host, bytes) else host
    try:
        return name in ("", "localhost") or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


sys.addaudithook(refuse_network)
