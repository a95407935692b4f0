"""A file that says what it is, of which version, and whether it is whole.

It is a magic line, the version (2 bytes), the SHA-256 of the content (32 bytes), the content.
"""

from __future__ import annotations

import hashlib

from looproute.errors import StreetsError


def seal(magic: bytes, version: int, content: bytes) -> bytes:
    """Return content sealed."""
    return magic + version.to_bytes(2, "little") + hashlib.sha256(content).digest() + content


def unseal(magic: bytes, version: int, sealed: bytes) -> bytes:
    """Return the content. Raises StreetsError where it is of another kind or version, or damaged.

    >>> unseal(b"town", 1, seal(b"town", 1, b"A-B"))
    b'A-B'
    """
    head = len(magic) + 2 + 32
    if not sealed.startswith(magic):
        raise StreetsError(f"is not a file of {magic.decode().strip()}.")
    if (found := int.from_bytes(sealed[head - 34 : head - 32], "little")) != version:
        raise StreetsError(f"is of version {found}; this looproute reads version {version}.")
    content = sealed[head:]
    if hashlib.sha256(content).digest() != sealed[head - 32 : head]:
        raise StreetsError("is damaged or cut short.")
    return content
