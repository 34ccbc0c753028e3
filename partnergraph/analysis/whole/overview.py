"""A network as a whole in figures: size, components, distances, clustering, mixing, degrees, communities, growth."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import networkx as nx
import numpy as np

from partnergraph.analysis.graph import from_network
from partnergraph.analysis.graph.undirected import counted_facts, undirected, undirected_choice
from partnergraph.analysis.whole.bridges import Bridge, Share, bridges, countries_of, enclosing_places, top_shares
from partnergraph.analysis.whole.communities import Communities, communities_of
from partnergraph.analysis.whole.distances import Distances, distances
from partnergraph.analysis.whole.growth import Growth, growth_of
from partnergraph.analysis.whole.power_law import BOOTSTRAP, PowerLaw, power_law

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from partnergraph.analysis.graph.projection import Projection
    from partnergraph.network import Network

Row: TypeAlias = tuple[str, str, float | None, str]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number about a network.

    Attributes:
        value: The number; None where it is not defined.
        note: Why there is none, or what the number leaves out; empty where there is nothing to say.
    """

    value: float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """A network in figures, all of them of the undirected graph; see `describe`.

    Attributes:
        description: What was counted and what was left out.
        nodes: Parties.
        edges: Pairs of partners.
        facts: Facts; several may stand on one edge.
        nodes_by_type: Parties of each type, most first.
        facts_by_type: Facts of each type, most first; empty for a plain graph.
        facts_by_status: Facts of each status, most first; empty for a plain graph.
        components: Sizes of the connected components, largest first.
        density: Share of the possible pairs that are partners.
        mean_degree: Mean number of partners.
        transitivity: Share of the paths of two steps whose ends are partners.
        clustering: Mean over the nodes of the share of a node's pairs of partners who are partners.
        diameter: The longest distance in the largest component.
        mean_distance: The mean distance in the largest component.
        degree_assortativity: Correlation of the degrees at the two ends of an edge.
        country_assortativity: How far partners share their country, beyond chance.
        degrees: How many nodes have each degree, from the lowest degree on.
        power_law: Whether the degrees follow a power law, and whether a lognormal or an exponential fits them better.
        communities: Circles of parties, and what binds each.
        country_bridges: What joins each two countries, most facts first.
        within: The type of places by which nodes are told apart; None where none was chosen.
        place_bridges: What joins each two places of this type, most facts first; for a plain graph each two values of
            the node attribute `within`.
        growth: What began in each year; None for a plain graph.
    """

    description: str
    nodes: int
    edges: int
    facts: float
    nodes_by_type: tuple[Share, ...]
    facts_by_type: tuple[Share, ...]
    facts_by_status: tuple[Share, ...]
    components: tuple[int, ...]
    density: Figure
    mean_degree: Figure
    transitivity: Figure
    clustering: Figure
    diameter: Figure
    mean_distance: Figure
    degree_assortativity: Figure
    country_assortativity: Figure
    degrees: Mapping[int, int]
    power_law: PowerLaw
    communities: Communities
    country_bridges: tuple[Bridge, ...]
    within: str | None
    place_bridges: tuple[Bridge, ...]
    growth: Growth | None

    def to_dict(self) -> dict[str, Any]:
        """Return the whole overview as plain mappings and lists, for JSON."""
        return asdict(self)

    def rows(self, top: int | None = None) -> list[Row]:
        """Return the overview as rows of section, figure, value and note.

        Args:
            top: How many components, communities and bridges of each kind to list; all of them by default.
        """
        return [*self._size_rows(top), *self._figure_rows(), *self._group_rows(top), *self._growth_rows()]

    def _size_rows(self, top: int | None) -> Iterator[Row]:
        yield "size", "parties", self.nodes, ""
        yield "size", "pairs of partners", self.edges, ""
        yield "size", "facts", self.facts, ""
        tables = (
            ("parties by type", self.nodes_by_type),
            ("facts by type", self.facts_by_type),
            ("facts by status", self.facts_by_status),
        )
        for section, shares in tables:
            for share in shares:
                yield section, share.name, share.count, ""
        yield "components", "number", len(self.components), ""
        for number, size in enumerate(self.components[:top], start=1):
            yield "components", f"component {number}", size, "in parties"

    def _figure_rows(self) -> Iterator[Row]:
        for name in ("density", "mean_degree", "transitivity", "clustering", "diameter", "mean_distance",
                     "degree_assortativity", "country_assortativity"):  # fmt: skip
            figure: Figure = getattr(self, name)
            yield "figures", name.replace("_", " "), figure.value, figure.note
        for degree, count in self.degrees.items():
            yield "degrees", f"degree {degree}", count, "in parties"
        law = self.power_law
        yield "power law", "alpha", law.alpha, law.verdict
        if law.alpha is not None:
            yield "power law", "xmin", law.xmin, f"{law.tail} of {law.values} degrees lie in the tail"
            yield "power law", "p", law.p, f"of {law.samples} samples; ruled out at 0.1 or less"
        for other in law.comparisons:
            note = f"Vuong's statistic, p {other.p:.2g}: {other.verdict}"
            yield "power law", f"against the {other.law}", other.statistic, note

    def _group_rows(self, top: int | None) -> Iterator[Row]:
        found = self.communities
        yield "communities", "number", len(found.groups), found.method
        yield "communities", "modularity", found.modularity, ""
        for group in found.groups[:top]:
            parts = (
                ("hubs", group.hubs),
                ("edge types", group.edge_types),
                ("countries", group.countries[:5]),
                ("places", group.places),
            )
            words = "; ".join(f"{name}: {_listed(shares)}" for name, shares in parts if shares)
            ties = f"in parties; {group.inside:g} facts inside, {group.outside:g} outside"
            yield "communities", f"community {group.number}", group.size, f"{ties}; {words}" if words else ties
        places = f"places of type {self.within}" if self.within else "places"
        for section, joined in (
            ("bridges between countries", self.country_bridges),
            (f"bridges between {places}", self.place_bridges),
        ):
            for bridge in joined[:top]:
                note = f"in facts, on {_count(bridge.pairs, 'pair')}; carried by {_listed(bridge.carriers)}"
                yield section, f"{bridge.first} - {bridge.second}", bridge.facts, note

    def _growth_rows(self) -> Iterator[Row]:
        if self.growth is None:
            return
        yield "growth", "undated", self.growth.undated, "facts without a date of their own, in no year"
        for year in self.growth.years:
            new = f"{_count(year.new_pairs, 'new pair')}, {year.new_parties} parties for the first time"
            note = f"in facts; {year.total} so far, {new}"
            yield "growth", str(year.year), year.facts, note


def describe(
    network: Network | nx.Graph[Any],
    projection: Projection | None = None,
    *,
    samples: int = BOOTSTRAP,
) -> Overview:
    """Return a network in figures.

    Formulas, with n nodes, m edges, k(v) the degree and t(v) the triangles of v: density = 2m / (n(n-1)); mean degree =
    2m / n; transitivity = sum of 2t(v) / sum of k(v)(k(v)-1), 0 without a path of two steps; mean clustering = mean of
    2t(v) / (k(v)(k(v)-1)), 0 for k(v) < 2; assortativity by degree = Pearson correlation over the edges, each taken in
    both directions; by country = (sum of e(i,i) - sum of a(i)^2) / (1 - sum of a(i)^2), e(i,j) being the share of
    ends that join countries i and j, a(i) the sum of its row, edges with an end of unknown country left out. Distances,
    power law and communities: see `distances`, `power_law`, `communities`. All are those of NetworkX; facts are weights
    in the communities only.
    Range: density, transitivity and clustering 0 to 1; both assortativities -1 to 1.
    Source: Watts, D. J., Strogatz, S. H. (1998). Nature 393, 440-442 (clustering); Newman, M. E. J. (2003). Mixing
    patterns in networks. Physical Review E 67, 026126, eqs. 2 and 21 (assortativity); Wasserman, S., Faust, K. (1994).
    Social Network Analysis. Cambridge University Press (density, transitivity).

    Args:
        network: A Network, or a NetworkX graph, whose directions are left out.
        projection: What counts in a Network; the default is every partnership, without Country and Event nodes. With
            `within`, bridges between the places of a type are told as well, and in which of them communities lie.
        samples: How many samples test the power law; 0 leaves the test out.

    Raises:
        UsageError: The projection is directed, weighs by an amount or names what does not exist, or a graph comes with
            a projection.
    """
    if isinstance(network, nx.Graph):
        return _overview(undirected(network, projection), None, None, samples)
    chosen = undirected_choice(projection)
    facts = counted_facts(network, chosen)
    return _overview(from_network.project(network, chosen), facts, chosen.within, samples)


def _overview(G: nx.Graph[Any], facts: pd.DataFrame | None, within: str | None, samples: int) -> Overview:
    n, m = len(G), G.number_of_edges()
    degrees = [degree for _, degree in G.degree()]
    components = sorted(nx.connected_components(G), key=len, reverse=True)
    transitivity, clustering = _clustering(G)
    diameter, mean_distance = _distance_figures(distances(G.subgraph(components[0])) if components else None)
    none = "" if n else "there is no node"
    return Overview(
        description=from_network.describe(G),
        nodes=n,
        edges=m,
        facts=sum(weight for _, _, weight in G.edges(data="weight", default=1)),
        nodes_by_type=top_shares(Counter(str(kind) for _, kind in G.nodes(data="type") if kind)),
        facts_by_type=() if facts is None else top_shares(Counter(facts["type"])),
        facts_by_status=() if facts is None else top_shares(Counter(facts["status"])),
        components=tuple(map(len, components)),
        density=Figure(2 * m / (n * (n - 1))) if n > 1 else Figure(None, none or "one node has nobody to meet"),
        mean_degree=Figure(2 * m / n) if n else Figure(None, none),
        transitivity=transitivity,
        clustering=clustering,
        diameter=diameter,
        mean_distance=mean_distance,
        degree_assortativity=_degree_assortativity(G),
        country_assortativity=_country_assortativity(G),
        degrees=dict(sorted(Counter(degrees).items())),
        power_law=power_law(degrees, samples=samples),
        communities=communities_of(G, facts),
        country_bridges=bridges(G, countries_of(G)),
        within=within,
        place_bridges=bridges(G, enclosing_places(G)),
        growth=None if facts is None else growth_of(facts),
    )


def _clustering(G: nx.Graph[Any]) -> tuple[Figure, Figure]:
    if not len(G):
        return Figure(None, "there is no node"), Figure(None, "there is no node")
    matrix = nx.to_scipy_sparse_array(G, weight=None, dtype=np.dtype(np.int64), format="csr")
    degrees = np.asarray(matrix.sum(axis=1)).ravel()
    # Of a node: the ordered pairs of partners who are partners, and all of them.
    closed = np.asarray((matrix @ matrix).multiply(matrix).sum(axis=1)).ravel()
    open_or_closed = degrees * (degrees - 1)
    shares = np.divide(closed, open_or_closed, out=np.zeros(len(G)), where=open_or_closed > 0)
    total = int(open_or_closed.sum())
    note = "" if total else "no path of two steps"
    return Figure(int(closed.sum()) / total if total else 0.0, note), Figure(float(shares.mean()), note)


def _distance_figures(found: Distances | None) -> tuple[Figure, Figure]:
    if found is None:
        reason = "no two nodes are joined"
        return Figure(None, reason), Figure(None, reason)
    where = f"of the largest component, {found.nodes} nodes"
    if found.is_exact:
        return Figure(found.diameter, where), Figure(found.mean, where)
    sample = f"{where}, from {found.sources} of them"
    return (
        Figure(found.diameter, f"{sample}: at least this, at most {found.diameter_limit}"),
        Figure(found.mean, f"{sample}: standard error {found.mean_error:.2g}"),
    )


def _degree_assortativity(G: nx.Graph[Any]) -> Figure:
    if not G.number_of_edges():
        return Figure(None, "there is no edge")
    ends = np.array([(G.degree(one), G.degree(other)) for one, other in G.edges()], dtype=float)
    first, second = (np.concatenate((ends[:, side], ends[:, 1 - side])) for side in (0, 1))
    deviations = first - first.mean(), second - second.mean()
    variance = float((deviations[0] ** 2).sum())
    if first.min() == first.max():
        return Figure(None, "both ends of every edge have the same degree, which leaves nothing to correlate")
    return Figure(float((deviations[0] * deviations[1]).sum()) / variance)


def _country_assortativity(G: nx.Graph[Any]) -> Figure:
    country = countries_of(G)
    known = [(country[one], country[other]) for one, other in G.edges() if one in country and other in country]
    unknown = G.number_of_edges() - len(known)
    note = f"{unknown} of {G.number_of_edges()} edges left out: an end has no country" if unknown else ""
    if not known:
        return Figure(None, "no edge has a country at both ends")
    names = sorted({name for pair in known for name in pair})
    if len(names) == 1:
        return Figure(None, f"all edges have both ends in {names[0]}, which leaves nothing to compare")
    position = {name: index for index, name in enumerate(names)}
    mixing: NDArray[np.float64] = np.zeros((len(names), len(names)))
    for one, other in known:
        mixing[position[one], position[other]] += 1
        mixing[position[other], position[one]] += 1
    mixing /= mixing.sum()
    by_chance = float((mixing.sum(axis=0) * mixing.sum(axis=1)).sum())
    return Figure((float(np.trace(mixing)) - by_chance) / (1 - by_chance), note)


def _listed(shares: Sequence[Share]) -> str:
    return ", ".join(f"{share.name} {share.count:g}" for share in shares)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
