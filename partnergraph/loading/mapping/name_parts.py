"""What people write into one cell beside a name: its country, another name of it, a footnote sign.

Batumi (Georgien)          name Batumi, country GE
Lille, France              name Lille, country FR
Albania:ALB                name Albania, country AL
Heilbronn*                 name Heilbronn
Montan (Südtirol (Italien))  name Montan, country IT
Frankfurt (Oder)           one name: Oder is no country
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from partnergraph.countries import country_code, country_within

#: The parts of a name that a mapping may ask for.
PARTS: Final = ("name", "country")
#: Signs that point to a remark below the table.
_SIGN: Final = re.compile(r"(?:\s*(?:[*†‡§¹²³⁴⁵⁶⁷⁸⁹]+|\[\w{1,3}\]|\(\d{1,2}\)))+$")
_BRACKETS: Final = re.compile(r"\s*[(\[](?P<inside>(?:[^()\[\]]|[(\[][^()\[\]]*[)\]])*)[)\]]$")


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name as it stands in a cell, taken apart.

    Attributes:
        name: The name, without country and footnote sign.
        country: ISO 3166-1 code, "" where no country stands beside it.
        sign: The footnote sign, "" where there is none.
        where: Where the country stands: `brackets`, `comma` or `colon`, "" for nowhere.
        rest: What else stands in the brackets beside the country: 1993 of `Gdansk (Poland, 1993)`.
    """

    name: str
    country: str = ""
    sign: str = ""
    where: str = ""
    rest: str = ""


@lru_cache(maxsize=50_000)
def name_parts(text: str) -> NameParts:
    """Take apart a name as people write it; what is not known for a country stays a part of the name.

    Args:
        text: One name, not a list.
    """
    plain = " ".join(text.split())
    found = _SIGN.search(plain)
    sign = found.group().strip() if found and found.start() else ""
    bare = plain[: found.start()].strip() if found and sign else plain
    if match := _BRACKETS.search(bare):
        name, inside = bare[: match.start()].strip(), match.group("inside")
        if name and (code := country_within(inside)):
            rest = [part for part in re.split(r"\s*[,;/]\s*", inside.strip()) if country_within(part) != code]
            return NameParts(name, code, sign, "brackets", ", ".join(rest))
        return NameParts(bare, "", sign)
    for mark, where in ((":", "colon"), (",", "comma")):
        name, cut, behind = (part.strip() for part in bare.rpartition(mark))
        if cut and name and (code := country_code(behind)):
            return NameParts(name, code, sign, where)
    return NameParts(bare, "", sign)
