"""The status that a cell's words tell of, in the languages of the word lists."""

from __future__ import annotations

import re

from partnergraph.loading.guessing.words import plain_word, told, words_of
from partnergraph.vocabulary import STATUSES


def status_of(text: str) -> str:
    """Return the status that a cell tells of; "" where its words tell none, or deny one."""
    words = re.findall(r"[^\W\d_]+", plain_word(text))
    denied = bool(set(words_of("status")["not"]) & set(words))
    found = {name for word in words for name in told(word, "status")} & STATUSES.keys()
    if not found and "in force" in " ".join(words):
        found = {"active"}
    status = next((name for name in words_of("status") if name in found), "")
    if denied:  # what is not active has ended; of what is not signed, nothing is known
        return "ended" if status == "active" else ""
    return status
