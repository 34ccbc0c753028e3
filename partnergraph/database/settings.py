"""Which database is meant, and how to sign in: an address or none, and what NEO4J_* say."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from partnergraph.database.embedded.client import DEFAULT_FOLDER
from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SCHEMES: Final = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


@dataclass(frozen=True)
class Settings:
    """Which database is meant, and how to sign in.

    Attributes:
        uri: A server's address; None for the embedded database.
        username: The user to sign in as.
        password: Never shown.
        database: The database's name on the server.
        folder: Where the embedded database keeps its files.
    """

    uri: str | None = None
    username: str = "neo4j"
    password: str | None = None
    database: str = "neo4j"
    folder: Path = DEFAULT_FOLDER

    def __repr__(self) -> str:
        return f"Settings({self.uri or self.folder})"

    @property
    def may_hold_something(self) -> bool:
        """Whether something may have been loaded there: a server may hold anything, the embedded one has its files."""
        return self.uri is not None or self.folder.exists()

    @classmethod
    def from_environment(cls, uri: str | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE.

        Args:
            uri: What `--database` says; it comes before NEO4J_URI. `embedded` means the embedded database.
            environment: Where to read.

        Raises:
            UsageError: The address has no known scheme, holds a password, or no password is given for it.
        """
        given = uri or environment.get("NEO4J_URI") or "embedded"
        if given == "embedded":
            return cls()
        try:
            parts = urlsplit(given)
            host, secret = parts.hostname, parts.password
        except ValueError:
            raise UsageError("the database's address cannot be read; write bolt://HOST:PORT") from None
        if secret is not None or parts.username is not None:
            raise UsageError("give no user or password in the address; set NEO4J_USERNAME and NEO4J_PASSWORD instead")
        if parts.scheme not in SCHEMES or not host:
            raise UsageError(
                f"{given!r} is no database address; use embedded, or HOST:PORT after {'://, '.join(SCHEMES)}://"
            )
        password = environment.get("NEO4J_PASSWORD")
        if not password:
            raise UsageError(f"no password for {given}: set NEO4J_PASSWORD (and NEO4J_USERNAME if it is not 'neo4j')")
        return cls(
            given, environment.get("NEO4J_USERNAME", "neo4j"), password, environment.get("NEO4J_DATABASE", "neo4j")
        )
