"""Small networks for the tests of the analysis stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from partnergraph.network import Network

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Prefix of an id to the node's type.
KINDS = {
    "city": "City",
    "region": "Region",
    "enterprise": "Enterprise",
    "country": "Country",
    "event": "Event",
}


def network(facts: Sequence[Mapping[str, Any]], countries: Mapping[str, str] | None = None) -> Network:
    """Make a Network of facts; the nodes are made from the ends of these, `city:pskov` being the city Pskov."""
    ids = dict.fromkeys(fact[end] for fact in facts for end in ("source", "target"))
    nodes = [
        {
            "id": node,
            "type": KINDS[node.split(":")[0]],
            "name": node.split(":")[1].title(),
            "country": (countries or {}).get(node),
        }
        for node in ids
    ]
    edges = [{"sources": "book", "id": f"fact:{number}", **fact} for number, fact in enumerate(facts)]
    sources = [{"id": "book", "title": "A book without a year"}, {"id": "dated", "title": "A book", "year": "2010"}]
    return Network.from_frames(
        pd.DataFrame(nodes, columns=["id", "type", "name", "country"], dtype=object),
        pd.DataFrame(edges, columns=None if edges else ["type", "source", "target", "sources"], dtype=object),
        pd.DataFrame(sources, dtype=object),
        loader="first",
    )


def twinning(source: str, target: str, **more: Any) -> dict[str, Any]:
    return {"type": "TWINNING", "source": f"city:{source}", "target": f"city:{target}", **more}


def shuffled(given: Network, seed: int) -> Network:
    """Return the same network with its rows in another order."""
    nodes, edges, sources = (
        frame.sample(frac=1, random_state=seed).reset_index(drop=True)
        for frame in (given.nodes, given.edges, given.sources)
    )
    return Network(nodes, edges, sources, given.vocabulary)
