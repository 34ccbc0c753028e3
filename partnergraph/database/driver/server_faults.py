"""The driver's faults as one clear line each, with what to do next."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from neo4j.exceptions import AuthError, ClientError, DriverError, Neo4jError, ServiceUnavailable

from partnergraph.errors import DatabaseError, DatabaseGoneError, ReadOnlyError, RefusedQueryError, TimedOutError

if TYPE_CHECKING:
    from collections.abc import Iterator

TOO_LONG: Final = "the query took longer than its time limit and was stopped; raise --timeout or ask for less"


@contextmanager
def faults_translated(address: str) -> Iterator[None]:
    """Turn the driver's faults into one line with what to do next; no password is ever in it."""
    try:
        yield
    except AuthError as error:
        raise _auth_fault(error, address) from None
    except ServiceUnavailable:
        raise DatabaseGoneError(
            f"no database answers at {address}; start it, correct --database or NEO4J_URI, "
            "or use --database embedded, which needs no server"
        ) from None
    except ClientError as error:
        raise _client_fault(error, address) from None
    except Neo4jError as error:
        raise DatabaseError(f"{address} refused: {_first_line(error)}") from None
    except (DriverError, ValueError, OSError) as error:
        raise DatabaseError(f"{address} cannot be used: {str(error).splitlines()[0]}") from None


def _auth_fault(error: AuthError, address: str) -> DatabaseError:
    if "Forbidden" in (error.code or ""):
        return ReadOnlyError(f"queries are read-only: {_first_line(error)}")
    return DatabaseError(f"{address} does not accept this user and password; check NEO4J_USERNAME and NEO4J_PASSWORD")


def _client_fault(error: ClientError, address: str) -> DatabaseError:
    code = error.code or ""
    if "AccessMode" in code or "Forbidden" in code:
        return ReadOnlyError(f"queries are read-only: {_first_line(error)}")
    if "DatabaseNotFound" in code:
        return DatabaseError(f"{address} has no database of this name; check NEO4J_DATABASE")
    if "AuthenticationRateLimit" in code:
        return DatabaseError(f"{address} has seen too many wrong passwords; wait a few seconds and try again")
    if "TransactionTimedOut" in code:
        return TimedOutError(TOO_LONG)
    return RefusedQueryError(f"the query was refused: {_first_line(error)}")


def _first_line(error: Neo4jError) -> str:
    return (error.message or "without saying why").strip().splitlines()[0]
