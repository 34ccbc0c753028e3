"""Why a party has its rank: the facts that make it, with their sources, and its rank without some of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.graph.undirected import counted_facts
from partnergraph.analysis.measures.registry import find_measure
from partnergraph.analysis.rankings.rank import rank
from partnergraph.analysis.rankings.ranks import of_facts
from partnergraph.errors import UsageError
from partnergraph.naming import match_party
from partnergraph.network import records
from partnergraph.network.slice import narrowed

if TYPE_CHECKING:
    from partnergraph.network import Network

#: What is told of a source, in this order.
SOURCE_COLUMNS: Final = ("id", "title", "author", "year", "locator", "url")
#: What is told of a fact beside its partner and its sources.
_FACT_COLUMNS: Final = ("date", "until", "status", "title", "amount", "unit", "section", "note")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a party stands by one measure in one slice.

    Attributes:
        rank: Its rank; None where no fact of it is left, so that it is in no ranking.
        value: Its value; None in the same case.
        tied: How many others share the rank.
        ranked: How many parties are ranked.
    """

    rank: int | None
    value: float | None
    tied: int
    ranked: int


@dataclass(frozen=True, slots=True)
class Without:
    """Where a party stands when something is left out.

    Attributes:
        kind: `partner`: the facts between the two are left out, the partner stays. `edge type`: the type counts for
            nobody.
        id: The partner's id, or the edge type.
        name: The partner's name, or the edge type.
        facts: How many of the party's own facts are left out.
        standing: Where it then stands.
    """

    kind: str
    id: str
    name: str
    facts: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class Explanation:
    """What puts a party where it is in a ranking.

    Attributes:
        id: The party.
        name: Its name.
        type: Its node type.
        country: Its country, where known.
        measure: What it is ranked by.
        standing: Where it stands.
        partners: The number of its partners.
        facts: One row a fact, partners with the most facts first, then by edge type and date: `partner`,
            `partner_id`, `partner_type`, `edge_type`, `direction` (to, from or with the partner), `id`, the fact's own
            columns, and `sources`, a tuple with a mapping of each source: `SOURCE_COLUMNS` and `stands_in`, the
            title of the work it is part of.
        without: Where it stands without its strongest partner, and without each of its edge types in turn.
        description: What was counted.
    """

    id: str
    name: str
    type: str
    country: str | None
    measure: str
    standing: Standing
    partners: int
    facts: pd.DataFrame
    without: tuple[Without, ...]
    description: str

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values, as JSON takes them; missing cells are left out of facts and sources."""
        return {
            **{name: getattr(self, name) for name in ("id", "name", "type", "country", "measure")},
            **asdict(self.standing),
            "partners": self.partners,
            "without": [
                {"kind": each.kind, "id": each.id, "name": each.name, "facts": each.facts, **asdict(each.standing)}
                for each in self.without
            ],
            "facts": records(self.facts),
            "description": self.description,
        }


def explain(
    network: Network,
    party: str,
    *,
    by: str = "degree",
    projection: Projection | None = None,
    **filters: Any,  # noqa: ANN401  those of Projection
) -> Explanation:
    """Say what puts a party where it is: its facts with their sources, and where it stands without some of them.

    Without its strongest partner: the facts between the two are left out, and everything is measured again. The
    strongest partner is the one with the most facts; among equals the one that ranks highest itself, then the first by
    name. Without an edge type: no fact of this type counts, of anybody's, and everything is measured again.

    Args:
        network: Where the facts stand.
        party: Its id, name or alias, upper and lower case alike.
        by: The measure.
        projection: What counts; the default is every partnership, without nodes of type Country and Event.
        **filters: Single choices of the projection, as in `rank`.

    Raises:
        UsageError: Nobody or more than one is called so, no fact of the party counts in this slice, or a measure or a
            filter does not exist.
    """
    by = find_measure(by).name
    parties = network.nodes[["id", "name", "aliases"]].to_dict("records")
    chosen = match_party(
        party,
        [{str(name): cell for name, cell in row.items()} for row in parties],
        where="the network",
        empty="it is empty",
    )
    projection = narrowed(projection or Projection(), filters)
    table = rank(network, by=by, projection=projection)
    counted = counted_facts(network, projection)
    mine = counted[(counted["source"] == chosen) | (counted["target"] == chosen)]
    nodes = {row["id"]: row for row in records(network.nodes)}
    node = nodes[chosen]
    if mine.empty:
        raise UsageError(
            f"no fact of {node['name']} counts here, so it is in no ranking; counted: {projection.describe()}"
            + "".join(f", without nodes of type {kind} ({option})" for kind, option in projection.aside.items())
        )
    partners = mine["source"].where(mine["source"] != chosen, mine["target"])
    ranks = dict(zip(table["id"], table["rank"].tolist(), strict=True))
    counts = Counter(str(partner) for partner in partners)
    order = sorted(counts, key=lambda each: (-counts[each], ranks[each], nodes[each]["name"].casefold(), each))

    def standing_without(left_out: pd.Series[bool]) -> Standing:
        rest, same = of_facts(network, counted[~left_out], projection)
        return _standing(rank(rest, by=by, projection=same), chosen, by)

    strongest = order[0]
    between = counted.index.isin(mine.index[partners == strongest])
    without = [
        Without(
            "partner",
            strongest,
            nodes[strongest]["name"],
            counts[strongest],
            standing_without(pd.Series(between, index=counted.index)),
        )
    ]
    kinds = Counter(str(kind) for kind in mine["type"])
    for kind, number in sorted(kinds.items(), key=lambda item: (-item[1], item[0])):
        without.append(Without("edge type", kind, kind, number, standing_without(counted["type"] == kind)))
    return Explanation(
        chosen,
        node["name"],
        node["type"],
        node.get("country"),
        by,
        _standing(table, chosen, by),
        len(order),
        _fact_table(network, mine, chosen, order, nodes),
        tuple(without),
        str(table.attrs["description"]),
    )


def _standing(table: pd.DataFrame, party: str, by: str) -> Standing:
    row = table[table["id"] == party]
    if row.empty:
        return Standing(None, None, 0, len(table))
    found = int(row["rank"].iloc[0])
    return Standing(found, row[by].iloc[0].item(), int((table["rank"] == found).sum()) - 1, len(table))


def _fact_table(
    network: Network, mine: pd.DataFrame, party: str, order: list[str], nodes: dict[str, dict[str, Any]]
) -> pd.DataFrame:
    """Return the facts of a party, grouped by partner and edge type, each with its sources in full."""
    sources = {row["id"]: row for row in records(network.sources)}
    position = {partner: index for index, partner in enumerate(order)}
    legend = list(network.vocabulary.edge_types)
    rows = []
    for fact in records(mine):
        outward = fact["source"] == party
        partner = nodes[fact["target"] if outward else fact["source"]]
        directed = network.vocabulary.edge_types[fact["type"]].directed
        rows.append(
            {
                "partner": partner["name"],
                "partner_id": partner["id"],
                "partner_type": partner["type"],
                "edge_type": fact["type"],
                "direction": ("to" if outward else "from") if directed else "with",
                "id": fact["id"],
                **{name: fact.get(name) for name in _FACT_COLUMNS},
                "sources": tuple(_source(sources[cited], sources) for cited in fact["sources"]),
            }
        )
    rows.sort(
        key=lambda row: (
            position[row["partner_id"]],
            legend.index(row["edge_type"]),
            row["direction"],
            row["date"] or "9999",
            row["id"],
        )
    )
    return pd.DataFrame(rows, dtype=object)


def _source(source: dict[str, Any], sources: dict[str, dict[str, Any]]) -> dict[str, Any]:
    told: dict[str, Any] = {name: source[name] for name in SOURCE_COLUMNS if name in source}
    if "part_of" in source:
        told["stands_in"] = sources[source["part_of"]]["title"]
    return told
