"""Networks too large to be drawn at once: one made from a seed, and the world's sister cities."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from partnergraph.network import Network
from tests.world import rows_of_the_world


def twinned(pairs: list[tuple[str, str]]) -> Network:
    """Return places of these names and their twinnings."""
    names = sorted({name for pair in pairs for name in pair})
    id_of = {name: f"city:{number}" for number, name in enumerate(names)}
    nodes = pd.DataFrame({"id": [id_of[name] for name in names], "type": "City", "name": names})
    edges = pd.DataFrame(
        {
            "id": [f"twinning:{number}" for number in range(len(pairs))],
            "type": "TWINNING",
            "source": [id_of[one] for one, _ in pairs],
            "target": [id_of[other] for _, other in pairs],
            "status": "active",
            "sources": "list",
        }
    )
    return Network.from_frames(nodes, edges, pd.DataFrame([{"id": "list", "title": "A list"}]))


@cache
def clustered() -> Network:
    """40 groups of 60 places, each with far more twinnings inside than with others, and 30 pairs apart."""
    rng = np.random.default_rng(7)
    pairs = []
    for group in range(40):
        drawn = rng.zipf(2.2, (150, 2)) % 60
        inside = [(int(a), int(b)) for a, b in drawn if a != b] + [(0, place) for place in range(1, 60)]
        pairs += [(f"Place {group}-{a}", f"Place {group}-{b}") for a, b in inside]
        pairs.append((f"Place {group}-0", f"Place {(group + 1) % 40}-{int(rng.integers(60))}"))
    pairs += [(f"Alone {number}", f"Together {number}") for number in range(30)]
    return twinned(pairs)


@cache
def sister_cities() -> Network:
    """Return the twinnings that Wikidata knows; a place is its name with its country."""
    ends = (("origincityLabel", "origincountry"), ("sistercityLabel", "destination_countryLabel"))
    pairs = [tuple(f"{row[city]}, {row[country]}" for city, country in ends) for row in rows_of_the_world()]
    return twinned([(one, other) for one, other in pairs if one != other])
