"""OSMnx's way to the servers of OpenStreetMap, with manners: patient, bounded, and never fooled.

OSMnx builds a query and sends it. A hook that requests calls before OSMnx sees the answer checks
the answer's status, kind and size, reads it, and takes it: nothing of OSMnx's own retries, caches
or guesses takes part.

https://operations.osmfoundation.org/policies/nominatim/,
https://dev.overpass-api.de/overpass-doc/en/preface/commons.html
"""

from __future__ import annotations

import errno
import math
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from looproute import __version__
from looproute.errors import StreetsError
from looproute.osm.osmnx_settings import osmnx_settings
from looproute.sources.deadline import Deadline, TimeUpError

T = TypeVar("T")

USER_AGENT = f"looproute/{__version__} (loops for walkers, from the command line)"
OFFLINE = "plan in an area that is kept (looproute area list) or on a file (--map)"
TRIES = 3  # chosen: more would be impolite
BUSY_S = 30.0  # what the servers ask for after a 429
BROKEN_S = 3.0  # after a connection that broke
_BUSY = frozenset({429, 502, 503, 504})  # RFC 9110 and RFC 6585: try again later
_ENCODINGS = frozenset({"", "identity", "gzip", "deflate"})
_CHUNK = 1 << 16  # bytes
_UNREACHABLE = frozenset(
    {errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EACCES}
)


@dataclass(frozen=True, kw_only=True)
class Service:
    """A server to ask: its base URL, and what a walker can do without it, or without a network.

    Raises ValueError for an address that is not one of the web.
    """

    url: str
    advice: str
    offline: str = OFFLINE

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            good = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
        except ValueError:
            good = False
        if not good:
            raise ValueError(
                f"{self.url[:60]!r} is not the address of a server: write it like "
                "https://overpass.example.org/api"
            )

    @property
    def name(self) -> str:
        """The host, as a walker reads it."""
        return urlsplit(self.url).hostname or self.url

    def failed(self, what: str) -> StreetsError:
        """Return the error that says what the server did."""
        return StreetsError(f"{self.name} {what}; {self.advice}.")

    def unreachable(self, what: str) -> StreetsError:
        """Return the error that says that there may be no network, and what works without one."""
        return StreetsError(f"{self.name} {what}: is there a network? Without one, {self.offline}.")


class UnusableError(Exception):
    """An answer holds something else than it should; the text says what."""


class _TryAgainError(Exception):
    """The server should be asked again in `wait_s`; the text says what it did."""

    def __init__(self, what: str, wait_s: float) -> None:
        super().__init__(what)
        self.wait_s = wait_s


class _Answered(Exception, Generic[T]):  # noqa: N818  # not an error: it carries the answer past OSMnx
    def __init__(self, value: T) -> None:
        self.value = value


def ask(
    service: Service,
    patience: Deadline,
    what: str,
    request: Callable[[], object],
    read: Callable[[bytes], T],
    *,
    most_bytes: int,
    **settings: Any,
) -> T:
    """Return what `read` makes of the answer to the request that OSMnx sends.

    Parameters
    ----------
    service : who is asked.
    patience : how long, all in all.
    what : what is asked for, for people.
    request : a call of OSMnx that sends one request.
    read : returns the value of an answer's body; raises UnusableError where it cannot be used,
        and a ValueError where it is cut short.
    most_bytes : a larger answer is refused while it comes in.
    settings : of OSMnx, for this request.

    Raises StreetsError, in one sentence, where there is no answer in time or none to be used.
    """
    import requests

    def once() -> T:
        try:
            request()
        except _Answered as answered:
            value: T = answered.value
            return value
        except (requests.RequestException, UnicodeError) as error:
            raise _told(error, service) from error
        raise service.failed("was not asked: OSMnx had nothing to send")

    def take(response: Any, **_: Any) -> None:
        try:
            body = _body(response, service, most_bytes)
            if body.lstrip()[:1] == b"<":
                raise service.failed("answered with a web page instead of data")
            raise _Answered(read(body))
        except UnusableError as error:
            raise service.failed(str(error)) from error
        except (ValueError, RecursionError) as error:
            raise _TryAgainError("sent an answer that is cut short", BROKEN_S) from error
        finally:
            response.close()

    failure = ""
    waiting = f"{service.name} for {what}"
    for tries in range(1, TRIES + 1):
        try:
            with osmnx_settings(
                use_cache=False,
                overpass_rate_limit=False,
                doh_url_template=None,
                http_user_agent=USER_AGENT,
                http_referer="",
                requests_timeout=max(1, math.ceil(patience.left_s)),
                requests_kwargs={"hooks": {"response": take}, "stream": True},
                **settings,
            ):
                return patience.run(once, f"Waiting for {waiting}")
        except TimeUpError:
            raise service.failed(
                f"did not answer within the {patience.deadline_s:g} s of --deadline"
            ) from None
        except _TryAgainError as error:
            failure = str(error)
            if tries < TRIES:
                try:
                    patience.pause(error.wait_s, f"{service.name} {failure}: waiting to ask again")
                except TimeUpError:
                    raise service.failed(
                        f"{failure} and wants to be left alone for {error.wait_s:.0f} s, longer "
                        f"than the {patience.deadline_s:g} s of --deadline allow"
                    ) from error
    raise service.failed(f"{failure}, {TRIES} times")


def _body(response: Any, service: Service, most_bytes: int) -> bytes:
    """Return the body of a good answer; raise for any other."""
    status = f"answered {response.status_code} {response.reason or ''}".rstrip()
    if response.status_code in _BUSY:
        wait_s = max(BUSY_S, _retry_after_s(response.headers.get("Retry-After", "")))
        raise _TryAgainError(f"is busy ({status})", wait_s)
    if response.is_redirect:
        moved = str(response.headers.get("Location", ""))[:100]
        raise service.failed(f"says that it has moved to {moved!r}")
    if response.status_code != 200:
        raise service.failed(status)
    if response.headers.get("Content-Encoding", "").lower() not in _ENCODINGS:
        raise service.failed("packed its answer in a way that was not asked for")
    parts, size = [], 0
    for part in response.iter_content(_CHUNK):
        parts.append(part)
        size += len(part)
        if size > most_bytes:
            raise service.failed(
                f"sent more than {most_bytes / 1e6:.0f} MB, which is more than can be there"
            )
    return b"".join(parts)


def _retry_after_s(text: str) -> float:
    """Return the seconds that a Retry-After header names (RFC 9110, 10.2.3), 0 for none."""
    from datetime import UTC, datetime
    from email.utils import parsedate_to_datetime

    if text.strip().isascii() and text.strip().isdigit():
        return float(text)
    try:
        return (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds()
    except (TypeError, ValueError):
        return 0.0


def _told(error: Exception, service: Service) -> Exception:
    """Return the error that says what went wrong on the way to a server."""
    import requests

    if isinstance(error, requests.Timeout):
        return TimeUpError()
    causes = list(_causes(error))
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return service.unreachable("cannot be found")
    if isinstance(error, requests.exceptions.SSLError):
        return service.failed("offers no connection that is safe")
    if any(isinstance(cause, OSError) and cause.errno in _UNREACHABLE for cause in causes):
        return service.unreachable("cannot be reached")
    if isinstance(error, requests.exceptions.InvalidURL | UnicodeError):
        return service.failed("is not an address that can be asked")
    return _TryAgainError("broke the connection off", BROKEN_S)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
