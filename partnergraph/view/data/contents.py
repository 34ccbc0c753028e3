"""What the page says: the network as plain values for its JSON block, without what is missing.

Nodes, facts and sources are referred to by their row, a small number: the page's lookups then never depend on what
somebody wrote into an id.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from partnergraph.errors import UsageError
from partnergraph.network.time import FOUR_DAYS
from partnergraph.view.data.measures import groups, measures
from partnergraph.view.layout.forces import fact_counts
from partnergraph.vocabulary import PLANS, STATUSES, SUSPENDED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from partnergraph.analysis.whole.communities import Communities
    from partnergraph.network import Network

#: Columns of a node that the page shows as they are.
NODE_TEXTS = ("country", "aliases", "iso_3166_2", "wikidata", "geonames", "note")
FACT_TEXTS = ("date", "until", "status", "title", "amount", "unit", "section", "note")
#: The four days of a fact, by what the page calls them.
_DAYS = {name: re.sub("_(.)", lambda letter: letter[1].upper(), name) for name in FOUR_DAYS}
SOURCE_TEXTS = ("kind", "title", "author", "year", "url", "locator", "note")


def contents(
    network: Network, *, title: str, hubs: pd.DataFrame | None = None, found: Communities | None = None
) -> dict[str, Any]:
    """Return everything that the page tells about a network, as JSON values.

    Args:
        network: The network.
        title: The page's heading.
        hubs: A ranking to show before those by the page's own measures; one row a node, which `id` or `name` tells;
            `attrs["description"]` says what was counted.
        found: The network's communities, where they are known already.

    Raises:
        UsageError: The ranking has neither an `id` nor a `name` column.
    """
    row_of = {node: row for row, node in enumerate(network.nodes["id"])}
    counts = fact_counts(network)
    return {
        "title": title,
        "nodeTypes": [
            {"name": kind.name, "doc": kind.doc, "colour": kind.colour, "shape": kind.shape}
            for kind in network.vocabulary.node_types.values()
        ],
        "edgeTypes": [
            {
                "name": kind.name,
                "doc": kind.doc,
                "colour": kind.colour,
                "directed": kind.directed,
                "partnership": kind.is_partnership,
            }
            for kind in network.vocabulary.edge_types.values()
        ],
        "statuses": [{"name": name, "doc": doc} | _set_aside(name) for name, doc in STATUSES.items()],
        "nodes": _nodes(network, row_of, counts),
        "facts": _facts(network, row_of),
        "sources": _sources(network),
        "hubs": None if hubs is None else _hubs(network, hubs, row_of),
        "measures": measures(network),
        "groups": groups(network, row_of, found),
    }


def _nodes(network: Network, row_of: Mapping[str, int], counts: Mapping[str, int]) -> list[dict[str, Any]]:
    nodes = []
    for row in _rows(network.nodes):
        node = {"id": row["id"], "type": row["type"], "name": row["name"], "facts": counts.get(row["id"], 0)}
        if row.get("located_in") in row_of:
            node["in"] = row_of[row["located_in"]]
        nodes.append(node | {name: row[name] for name in NODE_TEXTS if name in row})
    return nodes


def _facts(network: Network, row_of: Mapping[str, int]) -> list[dict[str, Any]]:
    source_row = {source: row for row, source in enumerate(network.sources["id"])}
    facts = []
    for row in _rows(network.edges):
        fact = {
            "id": row["id"],
            "type": row["type"],
            "from": row_of[row["source"]],
            "to": row_of[row["target"]],
            "sources": [source_row[source] for source in row.get("sources", ()) if source in source_row],
        }
        days = {_DAYS[name]: row[name] for name in FOUR_DAYS if name in row}
        facts.append(fact | days | {name: row[name] for name in FACT_TEXTS if name in row})
    return facts


def _set_aside(status: str) -> dict[str, str]:
    """Return what facts of a status are told apart as where a time is asked for, if they are."""
    if status in PLANS:
        return {"aside": "planned"}
    return {"aside": "suspended"} if status == SUSPENDED else {}


def _sources(network: Network) -> list[dict[str, Any]]:
    source_row = {source: row for row, source in enumerate(network.sources["id"])}
    sources = []
    for row in _rows(network.sources):
        source = {"id": row["id"]} | {name: row[name] for name in SOURCE_TEXTS if name in row}
        if row.get("part_of") in source_row:
            source["partOf"] = source_row[row["part_of"]]
        sources.append(source)
    return sources


def _hubs(network: Network, hubs: pd.DataFrame, row_of: Mapping[str, int]) -> dict[str, Any]:
    """Return a given ranking; its rows lead to the nodes that `id` tells, or the only node of that `name`."""
    if "id" not in hubs.columns and "name" not in hubs.columns:
        raise UsageError("the hub ranking has neither a column 'id' nor a column 'name'; give one of them")
    named: dict[str, int | None] = {}
    for row, name in enumerate(network.nodes["name"]):
        named[name] = None if name in named else row
    hubs = hubs.rename(columns=str)
    columns = [name for name in hubs.columns if name not in {"id", "type"}]  # the symbol beside the name tells the type
    if "name" not in columns:
        columns.insert(0, "name")
    rows, nodes = [], []
    for record in hubs.astype(object).to_dict("records"):
        node = row_of.get(record["id"]) if "id" in record else named.get(record["name"])
        if "name" not in record:
            record["name"] = network.nodes["name"].iloc[node] if node is not None else record["id"]
        rows.append([_plain(record[name]) for name in columns])
        nodes.append(node)
    caption = str(hubs.attrs.get("description") or "The hub ranking")
    return {"caption": caption, "columns": columns, "rows": rows, "nodes": nodes}


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as JSON values without their missing cells."""
    names = [str(name) for name in frame.columns]
    records = frame.astype(object).itertuples(index=False, name=None)
    rows = ({name: _plain(value) for name, value in zip(names, record, strict=True)} for record in records)
    return [{name: value for name, value in row.items() if value is not None and value != []} for row in rows]


def _plain(value: Any) -> Any:  # noqa: ANN401  a cell holds what its column holds
    """Return a cell as a JSON value: None for a missing one, whole numbers without a fraction."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return [str(item) for item in value]
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        # Neither NaN nor infinity is a JSON value.
        if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124
            return None
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    return value if isinstance(value, (bool, int, str)) else str(value)
