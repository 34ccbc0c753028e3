"""One question to a SPARQL endpoint over HTTP: with patience, and without trust in what comes back.

The client says who it is, asks one thing at a time, waits as long as it is told to (Retry-After) or twice as long each
time, and gives up after a few tries. An answer is read up to a size and until a moment, unpacked with the same care,
and must be what the SPARQL 1.1 results format in JSON allows: Wikidata, for one, breaks off in the middle of an answer
when its time is up, and writes a stack trace where the rest should be, after having said 200 OK.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

from partnergraph.checks import URL_FORM
from partnergraph.errors import PartnergraphError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

CONTACT_VARIABLE: Final = "PARTNERGRAPH_CONTACT"
#: A longer address is refused by many servers; the question then goes in the body.
_LONGEST_ADDRESS: Final = 7_000
_CHUNK: Final = 65_536
_OUT_OF_TIME: Final = ("TimeoutException", "Query timeout", "timeout limit reached")
_TRY_LATER: Final = frozenset({408, 425, 429, 500, 502, 503, 504})

Binding = dict[str, dict[str, str]]


class EndpointError(PartnergraphError):
    """The endpoint cannot be reached, or its answers cannot be used; an answer saved before may still serve."""


class TooMuchError(EndpointError):
    """The endpoint ran out of time on a question; a smaller one may be answered."""


class _AgainError(Exception):
    """A fault that may be gone in a moment."""

    def __init__(self, reason: str, wait: float = 0.0, *, too_much: bool = False, away: bool = False) -> None:
        self.wait = wait
        self.too_much = too_much
        self.away = away
        super().__init__(reason)


@dataclass(frozen=True)
class Patience:
    """How long the client waits, and how much it takes.

    Attributes:
        timeout: Seconds until the server says anything, and between two pieces of an answer.
        whole: Seconds until an answer has to be complete.
        tries: How often one question is asked at most.
        first_wait: Seconds before the second try; each further wait is twice as long.
        longest_wait: Seconds it waits at most before one try; asked to wait longer, it gives up.
        pause: Seconds between two questions.
        largest: Bytes that an answer may have, unpacked.
        sleep: How it waits.
        clock: Seconds that only grow.
    """

    timeout: float = 70.0
    whole: float = 180.0
    tries: int = 5
    first_wait: float = 2.0
    longest_wait: float = 120.0
    pause: float = 0.5
    largest: int = 200_000_000
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True)
class Answer:
    """The rows of an answer.

    Attributes:
        variables: The names of its columns.
        bindings: One mapping a row from variable to term (`type`, `value` and perhaps `datatype`, `xml:lang`).
    """

    variables: tuple[str, ...]
    bindings: list[Binding]


class Endpoint:
    """A SPARQL endpoint.

    Args:
        address: Its http or https address.
        contact: An address or page at which the operators find the person who asks.
        patience: How long to wait.

    Raises:
        UsageError: The address is none.
    """

    def __init__(self, address: str, contact: str = "", patience: Patience | None = None) -> None:
        if fault := address_fault(address):
            raise UsageError(f"endpoint: {fault}" if "password" in fault else f"endpoint {address!r}: {fault}")
        self.address = address
        self.host = urllib.parse.urlsplit(address).netloc.rpartition("@")[2]
        self.patience = patience or Patience()
        self._agent = user_agent(contact)
        self._opener = urllib.request.build_opener(_Redirects())
        self._asked = False

    def ask(self, query: str) -> Answer:
        """Return the answer to a query, after some tries if need be.

        Raises:
            UsageError: The server does not understand the query.
            TooMuchError: It runs out of time on it, again and again.
            EndpointError: It cannot be reached, sends us away, or sends what is no answer.
        """
        patience, wait, timeouts = self.patience, self.patience.first_wait, 0
        for number in range(1, patience.tries + 1):
            if self._asked:
                patience.sleep(patience.pause)
            self._asked = True
            try:
                return _answer(self._exchange(query))
            except _AgainError as error:
                timeouts += error.too_much
                if timeouts > 1:
                    raise TooMuchError(f"{self.host}: {error}") from None
                pause = max(wait, error.wait)
                # Without a network there is none in half a minute either: two tries will do.
                if number == (min(2, patience.tries) if error.away else patience.tries):
                    raise EndpointError(
                        f"{self.host} gave no answer in {number} {'try' if number == 1 else 'tries'}: {error}"
                    ) from None
                if pause > patience.longest_wait:
                    raise EndpointError(
                        f"{self.host}: {error}; it asks to wait {pause:.0f} s: try again then"
                    ) from None
            patience.sleep(pause)
            wait = min(2 * wait, patience.longest_wait)
        raise EndpointError(f"{self.host} was not asked: no try is allowed")

    def _exchange(self, query: str) -> bytes:
        request = self._request(query)
        deadline = self.patience.clock() + self.patience.whole
        try:
            with self._opener.open(request, timeout=self.patience.timeout) as response:
                return self._body(response, deadline)
        except urllib.error.HTTPError as error:
            with error:
                raise self._refusal(error, deadline) from None
        except TimeoutError:
            raise _AgainError("no answer in time", too_much=True) from None
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise _AgainError("no answer in time", too_much=True) from None
            raise _AgainError(f"it cannot be reached ({_reason(error.reason)})", away=True) from None
        except (http.client.HTTPException, ConnectionError) as error:
            raise _AgainError(f"the answer broke off ({_reason(error)})") from None

    def _request(self, query: str) -> urllib.request.Request:
        form = urllib.parse.urlencode({"query": query})
        address = f"{self.address}{'&' if '?' in self.address else '?'}{form}"
        headers = {
            "Accept": "application/sparql-results+json",
            "Accept-Encoding": "gzip",
            "User-Agent": self._agent,
        }
        if len(address) <= _LONGEST_ADDRESS:
            return urllib.request.Request(address, headers=headers)  # noqa: S310  http or https: checked above
        return urllib.request.Request(self.address, data=form.encode(), headers=headers)  # noqa: S310

    def _body(self, response: Any, deadline: float) -> bytes:  # noqa: ANN401  http.client's, or an error that holds one
        """Read and unpack a body within the time and the size that are allowed."""
        packed = response.headers.get("Content-Encoding", "").lower() in {"gzip", "x-gzip", "deflate"}
        unpack = zlib.decompressobj(zlib.MAX_WBITS | 32) if packed else None
        body = bytearray()
        while chunk := response.read1(_CHUNK):
            if self.patience.clock() > deadline:
                raise _AgainError("the answer takes too long", too_much=True)
            room = self.patience.largest - len(body) + 1
            try:
                body += unpack.decompress(chunk, room) if unpack else chunk
            except zlib.error:
                raise _AgainError("the answer cannot be unpacked") from None
            if len(body) > self.patience.largest:
                raise EndpointError(f"{self.host}: the answer is larger than {self.patience.largest} bytes")
        if (unpack and not unpack.eof) or getattr(response, "length", None):  # what is still to come
            raise _AgainError("the answer broke off")
        return bytes(body)

    def _refusal(self, error: urllib.error.HTTPError, deadline: float) -> Exception:
        """Return what an answer that is no 200 means: try again, ask for less, or stop."""
        try:
            text = self._body(error, deadline)[:_CHUNK].decode("utf-8", errors="replace")
        except (_AgainError, EndpointError, OSError, http.client.HTTPException):
            text = ""
        said = f"HTTP status {error.code}"
        if any(words in text for words in _OUT_OF_TIME):
            return _AgainError("it ran out of time on the query", too_much=True)
        if error.code in _TRY_LATER:
            return _AgainError(said, _retry_after(error.headers.get("Retry-After", "")))
        if error.code == 400:
            line = next((line.strip() for line in text.splitlines() if line.strip()), "no reason given")
            return UsageError(f"{self.host} does not understand the query: {line[:300]}")
        where = f" to {error.headers.get('Location')}" if 300 <= error.code < 400 else ""
        return EndpointError(f"{self.host} sends us away{where}: {said}")


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few redirections, to http and https only, never from https back to http."""

    max_repeats = 2
    max_redirections = 5

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: Any,  # noqa: ANN401  as the method that it overrides
        code: int,
        msg: str,
        headers: Any,  # noqa: ANN401
        newurl: str,
    ) -> urllib.request.Request | None:
        allowed = ("https",) if req.type == "https" else ("http", "https")
        new = urllib.parse.urlsplit(newurl)
        # A page on the web has nothing to ask of this machine or its neighbours.
        leads_in = _is_local(new.hostname) and not _is_local(urllib.parse.urlsplit(req.full_url).hostname)
        if new.scheme not in allowed or leads_in:
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def address_fault(address: str) -> str:
    """Say what is wrong with the address of an endpoint; "" where nothing is."""
    if not URL_FORM.fullmatch(address):
        return "this is not an http or https address"
    try:
        parts = urllib.parse.urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "this is not an http or https address"
    if "@" in parts.netloc or not host:
        return "give no user or password in an address"
    return ""


def _is_local(host: str | None) -> bool:
    name = (host or "").rstrip(".").casefold()
    try:
        return not ipaddress.ip_address(name.partition("%")[0]).is_global
    except ValueError:
        return name == "localhost" or name.endswith((".localhost", ".local", ".internal"))


def user_agent(contact: str = "") -> str:
    """Return how the client introduces itself: the program, the person who answers for it, the library.

    Args:
        contact: A mail address or a page; PARTNERGRAPH_CONTACT where it is empty.
    """
    contact = contact or os.environ.get(CONTACT_VARIABLE, "")
    plain = "".join(sign for sign in contact if " " <= sign <= "~" and sign not in "()")
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"partnergraph/{version('partnergraph')} ({plain or 'reads twin towns into a graph'}) Python-urllib/{python}"


def _answer(body: bytes) -> Answer:
    """Return the rows of a body in the SPARQL 1.1 results format.

    Raises:
        _AgainError: It is none; most often the server broke off.
    """
    try:
        document = json.loads(body)
        variables = tuple(document["head"]["vars"])
        bindings = document["results"]["bindings"]
        sound = all(isinstance(name, str) for name in variables) and all(map(_is_binding, bindings))
    except (ValueError, KeyError, TypeError, RecursionError):
        sound = False
    if not sound:
        tail = body[-_CHUNK:].decode("utf-8", errors="replace")
        if any(words in tail for words in _OUT_OF_TIME):
            raise _AgainError("it ran out of time in the middle of the answer", too_much=True) from None
        raise _AgainError("what it sends is not the result of a query") from None
    # Some stores answer a grouping of nothing with one row in which nothing is bound.
    return Answer(variables, [row for row in bindings if row])


def _is_binding(row: object) -> bool:
    return isinstance(row, dict) and all(
        isinstance(term, dict) and isinstance(term.get("value"), str) for term in row.values()
    )


def _retry_after(text: str) -> float:
    """Return the seconds that a Retry-After header asks for, as a number or as a date; 0 where it does not."""
    if text.strip().isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _reason(error: object) -> str:
    return str(getattr(error, "strerror", "") or error or type(error).__name__)
