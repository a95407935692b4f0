"""The secret that chooses meeting points: 32 random bytes in a file for the owner's eyes only."""

from __future__ import annotations

import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from looproute.errors import WriteError, reason
from looproute.geo import LatLon

_BYTES = 32  # as many as SHA-256 gives


class Key(NamedTuple):
    """A secret that says a number for each place: the same today and tomorrow, and to nobody else.

    The numbers are HMAC-SHA-256 (RFC 2104), so they tell nothing of the secret.
    """

    secret: bytes

    @classmethod
    def kept(cls, path: Path) -> Key:
        """Return the secret of a file; where there is none, one is made and kept there, mode 0600.

        Raises
        ------
        WriteError
            The file cannot be read or written, or does not hold a secret; it is left as it is.
        """
        try:
            secret = path.read_bytes() if path.exists() else _made(path)
        except OSError as error:
            raise WriteError(f"'{path}' cannot be read or written: {reason(error)}.") from error
        if len(secret) != _BYTES:
            raise WriteError(
                f"'{path}' does not hold the {_BYTES} bytes of a secret: move it away, and another "
                "meeting point is chosen from then on."
            )
        return cls(secret)

    def number(self, what: str, place: LatLon) -> int:
        """Return 64 bits that say `what` about a place, which counts to a tenth of a metre.

        >>> from looproute.geo import LatLon
        >>> Key(bytes(32)).number("order", LatLon(1, 2)) == Key(bytes(32)).number("facing", (1, 2))
        False
        """
        said = f"{what} {place[0]:.6f},{place[1]:.6f}".encode()
        return int.from_bytes(hmac.digest(self.secret, said, "sha256")[:8])


def _made(path: Path) -> bytes:
    """Write a new secret aside and link it into place, where nobody was faster; return what is."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(aside, path)
    finally:
        aside.unlink(missing_ok=True)
    return path.read_bytes()
