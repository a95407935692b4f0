"""What can go wrong, as a tree.

::

    ValueError                a wrong argument: names the value and the rule
    └── ArgumentError         the same, with quantities that are shown in the walker's units
    LoopRouteError            the world says no: carries the numbers
    ├── StreetsError          no streets could be had, and what to try
    ├── StartTooFarError      the start is too far from any street
    ├── NoLoopError           no loop of that length was found, or none exists
    ├── ReadError             a file of loops is missing, damaged, or may not be read
    ├── WriteError            an output could not be written; nothing was lost
    ├── PrivateFileError      a saved profile, diary or key is damaged; it is left as it is
    ├── WalkFileError         a file of walks is missing, damaged, or not what its suffix says
    ├── PaceError             the target average pace cannot be run with these walks
    └── PrivacyError          the place is too small to hide a home in

PrivateFileError and the last three are defined where they are raised: in store, readers,
training and privacy.
"""

from __future__ import annotations

from typing import Any


class KindError(Exception):
    """An error that is a kind and its facts, no sentence.

    Attributes
    ----------
    kind : what went wrong, a key of `text.errors.SENTENCES`. A package above `text` may give the
        sentence itself in place of a kind.
    facts : the numbers and names that belong to it, in SI units, such as ``radius_m=1200.0``.

    `str(error)` is the sentence, metric and without names of options; `text.errors` renders it in
    other units.
    """

    def __init__(self, kind: str, /, **facts: Any) -> None:
        super().__init__(kind)
        self.kind = kind
        self.facts = facts

    def __str__(self) -> str:
        from looproute.text.errors import describe_error

        return describe_error(self)


class LoopRouteError(KindError):
    """Base of every error that is not a wrong argument."""


class ArgumentError(KindError, ValueError):
    """An argument is out of range, and the sentence holds quantities with units."""


def reason(error: OSError) -> str:
    """Return why the system refused, as a part of a sentence.

    >>> reason(FileNotFoundError(2, "No such file or directory"))
    'no such file or directory'
    """
    return (error.strerror or str(error)).lower()


class StreetsError(LoopRouteError):
    """Streets or an address could not be had: from a map that is damaged, or from a server."""


class StartTooFarError(LoopRouteError):
    """The start, or another place of the walk, is further from every street than the snap limit.

    Attributes are in metres: `distance_m` to the nearest street and the `limit_m` allowed.
    """

    def __init__(self, kind: str, /, *, distance_m: float, limit_m: float, **facts: Any) -> None:
        super().__init__(kind, distance_m=distance_m, limit_m=limit_m, **facts)
        self.distance_m = distance_m
        self.limit_m = limit_m


class NoLoopError(LoopRouteError):
    """There is no loop of the requested length, or none was found.

    Attributes
    ----------
    target_m : the requested length, in metres.
    nearest_m : length of the nearest loop that exists, in metres, or None where none is known.
    proved : True when no such loop exists on the loaded streets, False when one may.
    """

    def __init__(
        self,
        kind: str,
        /,
        *,
        target_m: float,
        nearest_m: float | None = None,
        proved: bool = False,
        **facts: Any,
    ) -> None:
        super().__init__(kind, target_m=target_m, nearest_m=nearest_m, proved=proved, **facts)
        self.target_m = target_m
        self.nearest_m = nearest_m
        self.proved = proved

    @property
    def reason(self) -> str:
        """The sentence that says why."""
        return str(self)


class ReadError(LoopRouteError):
    """A file of loops could not be had: it is missing, damaged, or may not be read."""


class WriteError(LoopRouteError):
    """A file could not be written; what was there before is untouched."""
