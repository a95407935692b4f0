from __future__ import annotations

import socket

import pytest

# Reserved for documentation (RFC 5737, RFC 3849, RFC 2606): no host answers there.
ELSEWHERE = [(socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")]


@pytest.mark.parametrize(("family", "host"), ELSEWHERE)
def test_a_test_cannot_connect_to_another_machine(family: socket.AddressFamily, host: str) -> None:
    with socket.socket(family) as sock, pytest.raises(RuntimeError, match="this machine only"):
        sock.connect((host, 9))


def test_a_test_cannot_look_up_a_host() -> None:
    with pytest.raises(RuntimeError, match="this machine only"):
        socket.getaddrinfo("example.invalid", 80)


def test_a_test_can_connect_to_its_own_machine() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(("localhost", server.getsockname()[1])) as client,
    ):
        client.sendall(b"hello")
        accepted, _ = server.accept()
        with accepted:
            assert accepted.recv(5) == b"hello"
