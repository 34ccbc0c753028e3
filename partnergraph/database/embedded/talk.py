"""The command's side of its talk with the keeper: who answers proves itself before it is told anything."""

from __future__ import annotations

import contextlib
import json
import socket
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from partnergraph.database.embedded.engine import LOOPBACK
from partnergraph.database.embedded.proof import Proof, is_same, new_word

if TYPE_CHECKING:
    from partnergraph.database.embedded.engine import EngineFiles

#: How long to wait for an answer: the first one comes when the engine has started.
ANSWER_TIMEOUT: Final = 120.0
#: A keeper proves itself at once; what takes longer on its port is none.
_PROOF_TIMEOUT: Final = 3.0
_LONGEST_LINE: Final = 64 * 1024


class Talk:
    """A connection to the keeper: one JSON object a line, each answered by one; see `proof.py` for how it begins.

    Raises:
        OSError, ValueError: Nobody answers, or somebody who is not the keeper.
    """

    def __init__(self, files: EngineFiles, port: int, want: str) -> None:
        token = files.read_credentials()["token"]
        self._socket = socket.create_connection((LOOPBACK, port), timeout=_PROOF_TIMEOUT)
        self._lines = self._socket.makefile("rwb")
        try:
            word = new_word()
            shown = self._exchange({"word": word})
            proof = Proof(token, files.folder, port, (word, str(shown.get("word", ""))))
            _require_keeper(shown, proof)
            self._socket.settimeout(ANSWER_TIMEOUT)
            self.first = self._exchange({"proof": proof.of_client(), "want": want})
        except BaseException:
            self._socket.close()
            raise

    def ask(self, want: str) -> dict[str, Any]:
        """Ask one more thing and return the answer."""
        return self._exchange({"want": want})

    def leave(self) -> None:
        """Give the lease back; returns when the engine has stopped, if this was the last lease."""
        with closing(self._socket), contextlib.suppress(OSError, ValueError):
            self._exchange({"want": "leave"})

    def close(self) -> None:
        """Hang up; a lease ends with that."""
        self._socket.close()

    def _exchange(self, request: dict[str, Any]) -> dict[str, Any]:
        self._lines.write(json.dumps(request).encode() + b"\n")
        self._lines.flush()
        line = self._lines.readline(_LONGEST_LINE)
        if not line.endswith(b"\n"):
            raise ConnectionError("the keeper of the embedded database hung up")
        answer = json.loads(line)
        return answer if isinstance(answer, dict) else {}


def _require_keeper(shown: dict[str, Any], proof: Proof) -> None:
    if not is_same(shown.get("proof"), proof.of_keeper()):
        raise ConnectionError("who answers is not the keeper of the embedded database")
