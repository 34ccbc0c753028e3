"""The status that a cell's words tell of, and the year in them, in the languages of the word lists."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from partnergraph.loading.guessing.words import plain_word, told, words_of
from partnergraph.loading.words_of_time import edtf_of
from partnergraph.vocabulary import STATUSES

#: What once was and is no more.
_NO_LONGER: Final = re.compile(r"\b(?:no longer|nicht mehr|plus|ya no|już nie|больше не|уже не)\b")
#: A phrase is denied by a word so near before it: not yet in force.
_NEAR: Final = 3


@lru_cache(maxsize=10_000)
def status_of(text: str) -> str:
    """Return the status that a cell tells of; "" where its words tell none, or deny one.

    Args:
        text: `ruht seit 2022`, `beendet 2022 (Krieg)`, `в проекте`, `aktiv, Schüleraustausch`.
    """
    plain = " ".join(plain_word(text).split())
    for phrase, status in _phrases():
        before, sign, behind = plain.partition(phrase)
        if not sign:
            continue
        denial = _denial_before(before)
        if denial is None:
            return status
        if _NO_LONGER.search(before):
            return "ended"
        plain = f"{before[:denial]} {behind}"  # of what is signed and not in force, it counts that it is signed
    words = re.findall(r"[^\W\d_]+", plain)
    denied = bool(set(words_of("status")["not"]) & set(words))
    found = {name for word in words for name in told(word, "status")} & STATUSES.keys()
    status = next((name for name in words_of("status") if name in found), "")
    if denied:  # what is not active has ended; of what is not signed, nothing is known
        return "ended" if status == "active" else ""
    return status


@lru_cache(maxsize=10_000)
def time_in_status(text: str) -> str:
    """Return the date that stands in the words of a status, in EDTF: 2022 of `beendet 2022 (Krieg)`; "" for none."""
    found = re.findall(r"(?<!\d)(?:\d{1,2}\.\s?\d{1,2}\.\s?|\d{1,2}[./]|\d{4}-\d{2}-)?(?:1[89]|20)\d{2}(?!\d)", text)
    if re.search(r"(?<!\d)(?:1[89]|20)\d{2}-\d{2}-\d{2}(?!\d)", text):
        found = re.findall(r"(?<!\d)(?:1[89]|20)\d{2}-\d{2}-\d{2}(?!\d)", text)
    return edtf_of(found[0].replace(" ", "")) if len(found) == 1 else ""


def _denial_before(text: str) -> int | None:
    """Return where the denial of what follows begins: `signed, not yet` at `not`; None where there is none."""
    near = list(re.finditer(r"[^\W\d_]+", text))[-_NEAR:]
    denials = {*words_of("status")["not"], "plus", "longer"}
    return next((word.start() for word in near if word.group() in denials), None)


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[str, str], ...]:
    return tuple(
        (phrase.replace("_", " "), name) for name, words in words_of("status_phrases").items() for phrase in words
    )
