"""The proof by which keeper and client know each other: both have the token, and neither sends it.

After a crash another program may listen on the port that the state file names. So the keeper is the first to prove
itself: the client sends a random word, the keeper answers with one of its own and with a keyed hash of both, and only
then does the client prove itself in the same way and say what it wants. The hash covers the folder and the port, so
that no proof can be passed on to somebody else.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def new_word() -> str:
    """Return a random word that has never been used."""
    return secrets.token_urlsafe(24)


@dataclass(frozen=True, repr=False)
class Proof:
    """What both sides of one connection can compute, and nobody else.

    Attributes:
        token: What both have, of credentials.json.
        folder: Of the database.
        port: The one that the keeper listens on.
        words: The client's random word and the keeper's.
    """

    token: str
    folder: Path
    port: int
    words: tuple[str, str]

    def of_keeper(self) -> str:
        """Return what the keeper shows."""
        return self._of("keeper")

    def of_client(self) -> str:
        """Return what the client shows."""
        return self._of("client")

    def _of(self, side: str) -> str:
        said = "\0".join((side, str(self.folder), str(self.port), *self.words))
        return hmac.new(self.token.encode(), said.encode(errors="surrogatepass"), sha256).hexdigest()


def is_same(shown: object, expected: str) -> bool:
    """Tell whether what the other side shows is right, in a time that does not tell how much of it is."""
    return hmac.compare_digest(str(shown).encode(errors="replace"), expected.encode())
