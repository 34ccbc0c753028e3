"""What the words of a table's header mean, in English, Russian and German.

A header is cut into words (`origincityLabel`, `Дата подписания`, `Partnerstadt_Land`), and each word stands for what it
says: which of the two parties is meant, which property, which kind of tie. German and run-together English words are
cut at the words they are made of; Russian ones are told by their stems. The words stand in words.toml.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_LISTS: Final = Path(__file__).with_name("words.toml")

#: A longer run of letters is no word.
_LONGEST_WORD: Final = 60
_WORD: Final = re.compile(r"[^\W\d_]+|\d+|[№$€£₽%]")
#: Between a small letter and a capital, and between a run of capitals and a word: originLat, URLSource.
_CAMEL: Final = re.compile(r"(?<=[a-zà-ÿа-я])(?=[A-ZÀ-ÞА-Я])|(?<=[A-Z])(?=[A-Z][a-z])")


#: iso3 and iso2 are codes of three and two letters, and count no columns.
_ISO: Final = re.compile(r"iso[-_ ]?(?:3166|[23])(?!\d)", re.IGNORECASE)
#: Tables of pairs call their ends so: iso_o and iso_d, country_i and country_j.
_ENDS: Final = re.compile(r"_([odij])$")
#: Partner A and Partner B.
_LETTERED: Final = re.compile(r"(?:.*[\s_(])?[AB](?:[\s_)].*)?")


def _end_of_pair(match: re.Match[str]) -> str:
    return " 1" if match.group(1) in {"o", "i"} else " 2"


@dataclass(frozen=True)
class Reading:
    """What the words of a header say.

    Attributes:
        tags: The keys of the word list that its words stand for.
        words: The words, as the lists have them.
        unknown: Words that the list does not know.
        unit: The unit that the header names, such as USD; "" where none.
        scale: What one of the column's numbers counts: 1000000 for `mln USD`.
        letter: `1` or `2` where the header has a letter for it: Partner A, Partner B; "" where not.
    """

    tags: frozenset[str]
    words: tuple[str, ...]
    unknown: tuple[str, ...]
    unit: str = ""
    scale: int = 1
    letter: str = ""

    def group(self, prefix: str) -> list[str]:
        """Return what stands behind a prefix: `group("side:")` gives ["2"]."""
        return sorted(tag.removeprefix(prefix) for tag in self.tags if tag.startswith(prefix))


@cache
def words_of(section: str) -> Mapping[str, Any]:
    """Return a section of the word lists: `header`, `lists`, `units`, `scales`, `status` or `kinds`."""
    lists = tomllib.loads(_LISTS.read_text(encoding="utf-8"))
    return {
        name: tuple(words.split()) if isinstance(words, str) else tuple(words) for name, words in lists[section].items()
    }


@cache
def plain_word(word: str) -> str:
    """Return a word as the lists have it: small letters, the Russian yo as e, the German sharp s as ss."""
    return word.casefold().replace("\N{CYRILLIC SMALL LETTER IO}", "\N{CYRILLIC SMALL LETTER IE}")


@cache
def read_header(header: str) -> Reading:
    """Say what the words of a header mean; a bare number, as columns without a name are called, means nothing."""
    if header.strip().isdigit():
        return Reading(frozenset(), (), ())
    tags: set[str] = set()
    words: list[str] = []
    unknown: list[str] = []
    unit, scale = "", 1
    for word in _WORD.findall(
        _CAMEL.sub(" ", _ISO.sub("iso ", _ENDS.sub(_end_of_pair, header.strip().replace("USt", "Ust"))))
    ):
        plain = plain_word(word)
        words.append(plain)
        unit = _units().get(plain, unit)
        scale = int(_scales().get(plain, scale))
        found = told(plain, "header")
        tags |= found
        if not found and plain not in _units() and plain not in _scales():
            unknown.append(plain)
    letter = ""
    if _LETTERED.fullmatch(header.strip()):
        capitals = {word for word in _WORD.findall(header) if word in {"A", "B"}}
        letter = {"A": "1", "B": "2"}[capitals.pop()] if len(capitals) == 1 else ""
    return Reading(frozenset(tags), tuple(words), tuple(unknown), unit, scale, letter)


@cache
def told(word: str, section: str) -> frozenset[str]:
    """Return what a plain word says by a section of the lists: as it stands, by its stem, or by what it is made of."""
    exact, stems = _exact(section), _stems(section)
    if word in exact:
        return exact[word]
    fitting = [(stem, name) for stem, name in stems if word.startswith(stem)]
    if fitting:
        return frozenset(name for stem, name in fitting if len(stem) == len(fitting[0][0]))
    return frozenset[str]().union(*(exact[part] for part in _parts(word, section)))


@cache
def _units() -> Mapping[str, str]:
    return {word: unit for unit, words in words_of("units").items() for word in words}


@cache
def _scales() -> Mapping[str, str]:
    return {word: scale for scale, words in words_of("scales").items() for word in words}


@cache
def _exact(section: str) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, words in words_of(section).items():
        for word in words:
            if not word.endswith("*"):
                found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


@cache
def _stems(section: str) -> tuple[tuple[str, str], ...]:
    """Return the stems with what they say, the longest first."""
    stems = [(word[:-1], name) for name, words in words_of(section).items() for word in words if word.endswith("*")]
    return tuple(sorted(stems, key=lambda pair: -len(pair[0])))


def _parts(word: str, section: str) -> tuple[str, ...]:
    """Cut a word into known words of three letters and more: `partnerland`, `origincity`, `unterzeichnungsdatum`.

    The fewest parts count; between two of them German may put an s.
    """
    exact = _exact(section)
    ways: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(1, min(len(word), _LONGEST_WORD) + 1):
        for start in range(end - 2):
            part = word[start:end]
            if start in ways and part not in exact and part.endswith("s") and end < len(word):
                part = part[:-1]
            if (
                start in ways
                and part in exact
                and len(part) > 2
                and (end not in ways or len(ways[start]) + 1 < len(ways[end]))
            ):
                ways[end] = (*ways[start], part)
    return ways.get(len(word), ())
