"""HTTP client for OpenStreetMap servers: retries, a total deadline and a response size limit.

OSMnx builds and sends the query, and builds a graph or a table of the response. A response hook of
requests checks status, encoding, size and content before OSMnx sees it, and raises if one is wrong,
so that OSMnx's own retries and caches play no part.

https://operations.osmfoundation.org/policies/nominatim/,
https://dev.overpass-api.de/overpass-doc/en/preface/commons.html
"""

from __future__ import annotations

import errno
import io
import math
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Generic, Literal, NamedTuple, TypeVar
from urllib.parse import urlsplit

from looproute import __version__
from looproute.errors import StreetsError
from looproute.osm.osmnx_settings import osmnx_settings
from looproute.sources.deadline import Deadline, TimeUpError, Wait

T = TypeVar("T")
M = TypeVar("M")

USER_AGENT = f"looproute/{__version__} (loops for walkers, from the command line)"
TRIES = 3  # chosen: more would burden a free server
BUSY_S = 30.0  # the pause that the servers request after a 429
BROKEN_S = 3.0  # the pause after a broken connection
_BUSY = frozenset({429, 502, 503, 504})  # RFC 9110 and RFC 6585: try again later
_ENCODINGS = frozenset({"", "identity", "gzip", "deflate"})
_CHUNK = 1 << 16  # bytes
_UNREACHABLE = frozenset(
    {errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EACCES}
)


@dataclass(frozen=True, kw_only=True)
class Service:
    """A server: its base URL, and what it serves.

    Raises ValueError for a URL that is not http or https.
    """

    url: str
    serves: Literal["streets", "addresses"]

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
        """The name of the host."""
        return urlsplit(self.url).hostname or self.url

    def error(self, kind: str, **facts: object) -> StreetsError:
        """Return an error of this server."""
        return StreetsError(kind, server=self.name, service=self.serves, **facts)


class UnusableError(Exception):
    """A response with invalid content: the kind and facts of the error to report."""

    def __init__(self, kind: str, **facts: object) -> None:
        super().__init__(kind)
        self.kind = kind
        self.facts = facts


class _TryAgainError(Exception):
    """A temporary failure: try again in `wait_s`, or report the kind and facts."""

    def __init__(self, kind: str, wait_s: float, **facts: object) -> None:
        super().__init__(kind)
        self.kind = kind
        self.wait_s = wait_s
        self.facts = facts


class Response(NamedTuple, Generic[T, M]):
    """A response as `read` parsed it, and as OSMnx did; None if OSMnx could not."""

    read: T
    made: M | None


def ask(
    service: Service,
    patience: Deadline,
    wait: Wait,
    request: Callable[[], M],
    read: Callable[[bytes], T],
    *,
    most_bytes: int,
    **settings: Any,
) -> Response[T, M]:
    """Return the response to a request of OSMnx, as `read` and OSMnx parse it.

    Parameters
    ----------
    service : the server.
    patience : the deadline of all waits together.
    wait : what to report as progress.
    request : a call of OSMnx that sends one request.
    read : checks and parses the body; raises UnusableError for invalid content, and ValueError for
        content that is cut short.
    max_bytes : abort the download beyond this size.
    settings : settings of OSMnx for this request.

    Raises StreetsError if there is no usable answer in time.
    """
    import requests

    found: list[T] = []
    answered = threading.Event()

    def once() -> Response[T, M]:
        found.clear()
        try:
            made = request()
        except (requests.RequestException, UnicodeError) as error:
            raise _network_error(error, service) from error
        except (ValueError, LookupError, TypeError):
            if not found:
                raise
            return Response(found[0], None)
        if not found:
            raise service.error("server-not-asked")
        return Response(found[0], made)

    def check(response: Any, **_: Any) -> Any:
        try:
            body = _body(response, service, most_bytes)
            if body.lstrip()[:1] == b"<":
                raise service.error("response-web-page")
            found.append(read(body))
        except UnusableError as error:
            raise service.error(error.kind, **error.facts) from error
        except (ValueError, RecursionError) as error:
            raise _TryAgainError("response-cut-short", BROKEN_S) from error
        finally:
            response.close()
        answered.set()
        return _unread(response, body)

    for tries in range(1, TRIES + 1):
        try:
            with osmnx_settings(
                use_cache=False,
                overpass_rate_limit=False,
                doh_url_template=None,
                http_user_agent=USER_AGENT,
                http_referer="",
                requests_timeout=max(1, math.ceil(patience.left_s)),
                requests_kwargs={"hooks": {"response": check}, "stream": True},
                **settings,
            ):
                return patience.run(once, wait, answered)
        except TimeUpError:
            raise service.error("server-timeout", deadline_s=patience.deadline_s) from None
        except _TryAgainError as error:
            failure = service.error(
                error.kind,
                wait_s=error.wait_s,
                tries=tries,
                left_s=patience.left_s,
                **error.facts,
            )
            if tries == TRIES:
                raise failure from error
            try:
                facts = {"server": service.name, "wait_s": error.wait_s}
                patience.pause(error.wait_s, Wait("retry", facts))
            except TimeUpError:
                raise failure from error
    raise AssertionError("the last try returns or raises")


def _body(response: Any, service: Service, most_bytes: int) -> bytes:
    """Return the body of a successful response; raise for any other."""
    if response.status_code in _BUSY:
        wait_s = max(BUSY_S, _retry_after_s(response.headers.get("Retry-After", "")))
        kind = "server-rate-limit" if response.status_code == 429 else "server-overloaded"
        raise _TryAgainError(kind, wait_s, status=response.status_code)
    if response.is_redirect:
        moved = str(response.headers.get("Location", ""))[:100]
        raise service.error("server-moved", location=moved)
    if response.status_code != 200:
        status = f"{response.status_code} {response.reason or ''}".rstrip()
        raise service.error("server-status", status=status)
    if response.headers.get("Content-Encoding", "").lower() not in _ENCODINGS:
        raise service.error("response-encoding")
    parts, size = [], 0
    for part in response.iter_content(_CHUNK):
        parts.append(part)
        size += len(part)
        if size > most_bytes:
            raise service.error("response-too-large", max_bytes=most_bytes)
    return b"".join(parts)


def _unread(response: Any, body: bytes) -> Any:
    """Return a response whose body, already read, OSMnx can read again."""
    import requests

    fresh = requests.Response()
    fresh.status_code, fresh.reason = response.status_code, response.reason
    fresh.url, fresh.request, fresh.encoding = response.url, response.request, "utf-8"
    fresh.headers["Content-Type"] = response.headers.get("Content-Type", "")
    fresh.raw = io.BytesIO(body)
    return fresh


def _retry_after_s(text: str) -> float:
    """Return the seconds of a Retry-After header (RFC 9110, 10.2.3), 0 for none."""
    if text.strip().isascii() and text.strip().isdigit():
        return float(text)
    try:
        return (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds()
    except (TypeError, ValueError):
        return 0.0


def _network_error(error: Exception, service: Service) -> Exception:
    """Return the error to raise for an error of requests."""
    import requests

    if isinstance(error, requests.Timeout):
        return TimeUpError()
    causes = list(_causes(error))
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return service.error("server-not-found")
    if isinstance(error, requests.exceptions.SSLError):
        return service.error("server-insecure")
    if any(isinstance(cause, OSError) and cause.errno in _UNREACHABLE for cause in causes):
        return service.error("server-unreachable")
    if isinstance(error, requests.exceptions.InvalidURL | UnicodeError):
        return service.error("server-address")
    return _TryAgainError("connection-broken", BROKEN_S)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
