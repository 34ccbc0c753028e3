"""What `partnergraph export` writes into a graph file beside the graph: its sources, and what its loaders declared."""

from __future__ import annotations

import json
from typing import Any, Final

from partnergraph.network.time import FOUR_DAYS

#: The form of what is written; a later one is not understood by this version.
VERSION: Final = 1
#: Which end of an undirected edge came first when it was written.
FIRST_END: Final = "first_end"
#: What an export adds for the eyes of other programs, by table; it follows from the columns and is not read back.
DERIVED: Final = {
    "nodes": frozenset({"label"}),
    "edges": frozenset({"fact_id", "id", "label", "directed", "citations", FIRST_END, *FOUR_DAYS}),
}


def own_part(given: object) -> tuple[dict[str, Any] | None, str]:
    """Return what an export wrote into a file, and what is to be said where it cannot be used.

    Args:
        given: The text of it, or the mapping that it stands for; None where there is none.
    """
    found = given
    if isinstance(given, str):
        try:
            found = json.loads(given)
        except (ValueError, RecursionError):
            found = None
    if given is None or given == "":
        return None, ""
    if not isinstance(found, dict) or found.get("version") != VERSION:
        return None, "it was written by another version of partnergraph; its sources and declarations were not read"
    return found, ""
