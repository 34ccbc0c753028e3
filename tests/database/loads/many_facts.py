"""Networks of a few towns with many facts between them, each type of edge taking its turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from partnergraph.network import Network

if TYPE_CHECKING:
    from collections.abc import Sequence


def many_facts(towns: int, facts: int, types: Sequence[str]) -> Network:
    """Return towns of one region, with facts `fact:0`, `fact:1`, ... of the loader `towns`; some are parallel."""
    ids = [f"city:town-{number}" for number in range(towns)]
    region = pd.DataFrame([{"id": "region:r", "type": "Region", "name": "R"}])
    named = [f"Town {number}" for number in range(towns)]
    cities = pd.DataFrame({"id": ids, "type": "City", "name": named, "located_in": "region:r"})
    edges = pd.DataFrame(
        {
            "id": [f"fact:{number}" for number in range(facts)],
            "type": [types[number % len(types)] for number in range(facts)],
            "source": [ids[number * number % towns] for number in range(facts)],
            "target": [ids[(number * 7 + 1) % towns] for number in range(facts)],
            "date": [str(1950 + number % 70) if number % 3 else None for number in range(facts)],
            "status": "signed",
            "sources": "register",
        }
    )
    sources = pd.DataFrame([{"id": "register", "kind": "register", "title": "Register"}])
    return Network.from_frames(pd.concat([cities, region], ignore_index=True), edges, sources, loader="towns")
