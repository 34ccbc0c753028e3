"""Names as people write them: which of the valid ones was meant, which party is called so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


#: A longer text is no misspelt name, and comparing it with thousands of names is slow.
_LONGEST: Final = 250


def nearest(found: str, choices: Iterable[str], *, least: int = 70, whole: bool = False) -> str:
    """Return the choice most like what was found, or "" where none is like it.

    Args:
        found: What stands there.
        choices: The valid values.
        least: The least likeness, 0 to 100; at 70 Regoin is like Region, while Town is not like Institution.
        whole: Compare whole texts; otherwise `twin` is like `TWINNING` too.
    """
    if len(found) > _LONGEST:
        return ""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  the command line imports this module at each start

    scorer = fuzz.ratio if whole else fuzz.WRatio
    match = process.extractOne(found, list(choices), scorer=scorer, score_cutoff=least, processor=str.casefold)
    return match[0] if match else ""


def hint(found: str, choices: Iterable[str]) -> str:
    """Return the end of a message on a name that is none: the choice that was likely meant, and all there are."""
    names = list(choices)
    near = nearest(found, names)
    likely = f"did you mean {near}? " if near else ""
    return f"{likely}known: {', '.join(names) or 'none'}"


def match_party(given: str, parties: Sequence[Mapping[str, Any]], *, where: str, empty: str) -> str:
    """Return the id of the party that a person means by an id, a name or an alias.

    Upper and lower case count the same. A name comes before an alias.

    Args:
        given: What the person wrote.
        parties: The `id`, `name` and `aliases` of each.
        where: Where they were looked for, for the message.
        empty: What to say where there is no party at all.

    Raises:
        UsageError: No party is called so, or several are.
    """
    wanted = given.strip().casefold()
    by_name: list[str] = []
    by_alias: list[str] = []
    for party in parties:
        if party["id"] == given.strip():
            return str(party["id"])
        if party["name"].casefold() == wanted:
            by_name.append(str(party["id"]))
        elif any(alias.casefold() == wanted for alias in party["aliases"] or ()):
            by_alias.append(str(party["id"]))
    found = by_name or by_alias
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{given!r} may be several: {', '.join(sorted(found))}; give the id")
    raise UsageError(f"nothing is called {given!r} in {where}; {_proposals(given, parties) if parties else empty}")


def _proposals(given: str, parties: Sequence[Mapping[str, Any]]) -> str:
    """Say which names are most like the given one."""
    names = {name: party["name"] for party in parties for name in (party["name"], *(party["aliases"] or ()))}
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    matches = process.extract(given, list(names), scorer=fuzz.WRatio, processor=str.casefold, limit=5, score_cutoff=60)
    likely = list(dict.fromkeys(names[name] for name, _, _ in matches))
    return f"did you mean {' / '.join(likely)}?" if likely else "give an id, a name or an alias"
