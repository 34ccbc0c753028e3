"""Ids made from names: readable, lower case, and the same in every loader that names the same thing."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import Final

from partnergraph.checks import LONGEST_ID
from partnergraph.letters import LETTERS

#: Room for what tells two of the same name apart.
_LONGEST: Final = LONGEST_ID - 60
_HEX_DIGITS: Final = 8


@lru_cache(maxsize=50_000)
def slug(text: str) -> str:
    """Return a name as a part of an id: lower case, Latin letters without their marks, hyphens between the words.

    Letters of other scripts stay; of a name without a letter or digit a digest is taken, so that no two such names
    become one.
    """
    letters = unicodedata.normalize("NFKD", text.casefold()).translate(LETTERS)
    plain, latin = [], False
    for sign in letters:
        # Only Latin letters lose their marks: й is another letter than и.
        if unicodedata.combining(sign):
            if not latin:
                plain.append(sign)
        else:
            latin = sign.isascii()
            plain.append(sign)
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", "".join(plain)))
    made = "-".join(words)
    if made and len(made) <= _LONGEST:
        return made
    digest = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:_HEX_DIGITS]
    return f"{made[: _LONGEST - _HEX_DIGITS - 1]}-{digest}".strip("-")


def made_id(node_type: str, name: str, country: str = "") -> str:
    """Return the id of a node that has none of its own: city:halle-de, country:de.

    Args:
        node_type: Its type, City.
        name: Its name.
        country: ISO 3166-1 alpha-2, where it is known.
    """
    kind = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", node_type).lower()
    if node_type == "Country" and country:
        return f"{kind}:{country.lower()}"
    return f"{kind}:{slug(name)}-{country.lower()}" if country else f"{kind}:{slug(name)}"
