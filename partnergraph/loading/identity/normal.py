"""The normal form of a name: what is left when spelling, script and generic words no longer matter.

`plain_form` takes away case, diacritics, quotes and hyphens. `normal_form` goes on: Cyrillic is written in Latin, the
usual romanisations of Russian and Belarusian meet in one (BGN/PCGN, ISO 9 and GOST 7.79, the passports', the scholarly
one, Belarus' own of 2007), and words that only say of what kind a party is go: Oblast and Region of a region, "city of"
of a town, OJSC and ООО of a firm.

Names in languages that never were written in Cyrillic keep their letters: Troyes is not Troies.
"""

# Cyrillic letters that look like Latin ones are what this file is about.
# ruff: noqa: RUF001, RUF002, RUF003

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from partnergraph.letters import without_marks

#: Countries whose place names are, or were within memory, written in Cyrillic, and so romanised in several ways.
CYRILLIC_COUNTRIES: Final = frozenset(
    {"AM", "AZ", "BA", "BG", "BY", "GE", "KG", "KZ", "MD", "ME", "MK", "MN", "RS", "RU", "TJ", "TM", "UA", "UZ"}
)

#: Quotes, apostrophes and what stands for a soft or hard sign: Tver' is Tver.
_SILENT: Final = str.maketrans(dict.fromkeys("'\"`´ʹʺʼʻʾʿˈ’‘‚“”„«»‹›′″", None))
#: Diacritics are gone by then: й is и, ё is е, ў is у.
_ROMANISED: Final = (
    "а=a б=b в=v г=g ґ=g д=d е=e є=ye ж=zh з=z и=i і=i ј=j к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch "
    "ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya ѣ=e љ=lj њ=nj ћ=c ђ=dj џ=dz ә=a ө=o ү=u ұ=u қ=k ғ=g ң=n һ=h"
)
_CYRILLIC: Final = str.maketrans(dict(pair.split("=") for pair in _ROMANISED.split()))
_SEPARATORS: Final = re.compile("[^a-z0-9]+")
_IS_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
#: Where romanisations differ, all of them end in the last column, one rule after another until nothing changes:
#: Nizhny, Nizhniy, Nižnij -> nizni; Oryol, Orël, Orel -> orel; Polotsk, Polock -> polock; Chelnye, Chelnyye -> celne.
_ROMANISATIONS: Final = (
    (re.compile("x"), "ks"),
    (re.compile("[yj]"), "i"),
    (re.compile("ii+"), "i"),
    (re.compile("i[eo]"), "e"),
    (re.compile("kh"), "h"),
    (re.compile("(?<=[zsc])h"), ""),
    (re.compile("t[sz]"), "c"),
)
#: Belarus' own names have h where Russian has g, and w (or u) at the end of a syllable: Homyel, Mahilyow.
_OF_BELARUS: Final = str.maketrans({"h": "g", "w": "u"})

_REGION_WORDS: Final = (
    *("oblast", "oblasts", "voblast", "voblasts", "voblasc", "region", "krai", "kray", "kraj", "territory"),
    *("область", "вобласць", "обл", "край", "the", "of"),
)
_DISTRICT_WORDS: Final = ("district", "raion", "rayon", "rajon", "район", "раён", "municipal", "муниципальный", "of")
_TOWN_WORDS: Final = (
    *("city of", "town of", "municipality of", "urban okrug", "city okrug"),
    *("g", "gor", "gorod", "horad", "город", "горад", "г", "гор", "пос", "посёлок", "stadt"),
)
_LEGAL_FORMS: Final = (
    *("ojsc", "cjsc", "pjsc", "jsc", "llc", "fllc", "flc", "oao", "pao", "zao", "ao", "ooo", "odo", "zat", "vat"),
    *("оао", "пао", "зао", "ао", "ооо", "одо", "уп", "руп", "чуп", "тоо", "ип", "гуп", "муп", "фгуп"),
    *("ue", "rue", "pue", "sue", "ltd", "limited", "inc", "corp", "plc", "gmbh", "ag", "llp", "spa", "sarl", "bv"),
    *("open joint stock company", "closed joint stock company", "public joint stock company", "joint stock company"),
    *("limited liability company", "foreign limited liability company", "additional liability company"),
    *("republican unitary enterprise", "private unitary enterprise", "unitary enterprise", "co ltd"),
    *("открытое акционерное общество", "публичное акционерное общество", "закрытое акционерное общество"),
    *("акционерное общество", "общество с ограниченной ответственностью", "унитарное предприятие"),
    "республиканское унитарное предприятие",
)
#: By node type: where generic words stand, and which they are.
_GENERIC: Final = {
    "Region": ("anywhere", _REGION_WORDS),
    "District": ("anywhere", _DISTRICT_WORDS),
    "City": ("in front", _TOWN_WORDS),
    "Settlement": ("in front", _TOWN_WORDS),
    "Enterprise": ("at the ends", _LEGAL_FORMS),
    "Institution": ("at the ends", _LEGAL_FORMS),
}
#: A republic keeps its word, at the end: Altai Republic is not Altai Krai.
_REPUBLICS: Final = ("republic", "respublika", "respublica", "республика", "рэспубліка", "респ")
_SAINTS: Final = frozenset({"st", "ste", "sankt", "sainte", "sint", "saint"})


def plain_form(name: str) -> str:
    """Return a name without case, diacritics, quotes, hyphens and doubled spaces, in its own script.

    Args:
        name: As a person wrote it.
    """
    text = name
    while not text.isascii():
        folded = without_marks(text.casefold()).replace("&", " and ").translate(_SILENT)
        folded = " ".join("".join(sign if sign.isalnum() else " " for sign in folded).split())
        if folded == text:  # a letter may fall apart only when it is small, and the other way round
            return text
        text = folded
    return _SEPARATORS.sub(" ", text.lower().replace("&", " and ").translate(_SILENT)).strip()


@lru_cache(maxsize=200_000)
def normal_form(name: str, node_type: str = "", country: str = "") -> str:
    """Return the form in which all usual spellings of one name meet; never empty where the name has a letter.

    Args:
        name: As a person wrote it.
        node_type: Decides which generic words go; none do where it is empty.
        country: ISO alpha-2; decides whether romanisations are levelled: where the country writes or wrote Cyrillic,
            where it is not known, and wherever the name itself is in Cyrillic.
    """
    text = plain_form(name)
    style = _style(country, text)
    text = _levelled(text, style)
    words = ["saint" if word in _SAINTS else word for word in text.split()]
    if node_type in _GENERIC:
        where, _ = _GENERIC[node_type]
        words = _without_generic(words, _generic_words(node_type, style), where)
    if node_type == "Region" and (bare := [word for word in words if word not in _republics(style)]) and bare != words:
        words = [*bare, "republic"]
    if node_type in {"Region", "District"}:
        words = [_noun(word, node_type) for word in words]
    return " ".join(words)


def _style(country: str, text: str) -> str:
    if country == "BY":
        return "BY"
    return "levelled" if not country or country in CYRILLIC_COUNTRIES or _IS_CYRILLIC.search(text) else ""


def _levelled(text: str, style: str) -> str:
    if not style:
        return text
    text = text.translate(_CYRILLIC)
    before = ""
    while before != text:
        before = text
        for pattern, replacement in _ROMANISATIONS:
            text = pattern.sub(replacement, text)
    return text.translate(_OF_BELARUS) if style == "BY" else text.replace("w", "v")


@cache
def _generic_words(node_type: str, style: str) -> frozenset[tuple[str, ...]]:
    """Return the generic words of a type as the names around them are written by then."""
    _, phrases = _GENERIC[node_type]
    # A style without levelling meets no Cyrillic; the levelled words do no harm there.
    return frozenset(tuple(_levelled(plain_form(phrase), style).split()) for phrase in phrases)


@cache
def _republics(style: str) -> frozenset[str]:
    return frozenset(_levelled(plain_form(word), style) for word in _REPUBLICS)


def _without_generic(words: list[str], phrases: frozenset[tuple[str, ...]], where: str) -> list[str]:
    """Take generic phrases out as long as something is left."""
    left = list(words)
    longest = max(map(len, phrases))
    changed = True
    while changed:
        changed = False
        for start in range(len(left)) if where == "anywhere" else (0,):
            for length in range(min(longest, len(left) - start), 0, -1):
                if len(left) > length and tuple(left[start : start + length]) in phrases:
                    left[start : start + length] = []
                    changed = True
                    break
        if where == "at the ends":
            for length in range(min(longest, len(left) - 1), 0, -1):
                if tuple(left[-length:]) in phrases:
                    left[-length:] = []
                    changed = True
                    break
    return left


def _noun(word: str, node_type: str) -> str:
    """Return the town behind an adjective: of a region (Pskovskaya, Pskov), the ending alone of a district."""
    while True:
        stem = re.sub(r"(?<=sk)(aia|aa|oi|oe|i|iu)$", "", word)
        if node_type == "Region" and len(stem) > 4:
            stem = re.sub(r"sk$", "", stem)
        if stem == word:
            return word
        word = stem
