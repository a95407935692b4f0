"""The secret key that chooses meeting points: 32 random bytes."""

from __future__ import annotations

import hmac
import secrets
from pathlib import Path
from typing import NamedTuple

from looproute.geo import LatLon
from looproute.store.private_file import PrivateFile
from looproute.store.toml import FaultError

_BYTES = 32  # the output size of SHA-256


class Key(NamedTuple):
    """A secret that maps each place to a fixed number that others cannot compute.

    The numbers are HMAC-SHA-256 (RFC 2104), so they do not reveal the secret.
    """

    secret: bytes

    def number(self, what: str, place: LatLon) -> int:
        """Return 64 bits derived from `what` and a place, rounded to a tenth of a metre.

        >>> Key(bytes(32)).number("order", LatLon(1, 2)) == Key(bytes(32)).number("facing", (1, 2))
        False
        """
        said = f"{what} {place[0]:.6f},{place[1]:.6f}".encode()
        return int.from_bytes(hmac.digest(self.secret, said, "sha256")[:8])


def load_key(path: Path) -> Key:
    """Load the key from a file; create and save one if there is no file.

    Raises
    ------
    PrivateFileError
        The file cannot be read or does not hold a key; it is left as it is.
    WriteError
        A new key cannot be saved.
    """
    file = PrivateFile(path, what="secret key", empty=bytes, parse=_check_secret, render=bytes)
    return Key(file.read() or file.update(lambda secret: secret or secrets.token_bytes(_BYTES))[1])


def _check_secret(content: bytes) -> bytes:
    if len(content) != _BYTES:
        raise FaultError(
            f"it does not hold the {_BYTES} bytes of a secret, and a new one chooses another "
            "meeting point"
        )
    return content
