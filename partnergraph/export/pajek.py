"""Writing Pajek's .net: the bare network, in the form that Pajek, igraph and NetworkX read alike.

Each vertex has its name as label, with its id behind it where two have one name; facts are arcs where their direction
counts and edges where it does not. The facts of one type between two parties are one line: its value is the sum of
their weights, where a column `weight` gives all facts of the network one above 0, and their number otherwise; its label
is the type. Types are no relations of Pajek's, since igraph refuses these and NetworkX makes edges of their headings.
Of a file with arcs and edges igraph makes an undirected graph, NetworkX a directed one.

Cannot carry: ids, dates, statuses, titles, amounts, sources, notes, places, or anything else but names, edge types and
weights; parallel facts of one type become one line, and quotes and line ends leave the names.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

import pandas as pd

from partnergraph.tables import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from partnergraph.network import Network

#: A label stands on its line between double quotes, and Pajek knows no sign for one inside.
_UNFIT: Final = re.compile(r"[\s\"\\]+")


def write_pajek(network: Network, path: Path) -> None:
    """Write a Network as a Pajek network.

    Args:
        network: What to write.
        path: The file.
    """
    numbers = {identifier: number for number, identifier in enumerate(network.nodes["id"], start=1)}
    labels = _labels(network.nodes["name"], network.nodes["id"])
    lines = [f"*Vertices {len(numbers)}", *(f'{number} "{label}"' for number, label in enumerate(labels, start=1))]
    columns = (network.edges["type"], network.edges["source"], network.edges["target"], _weights(network))
    types = network.vocabulary.edge_types
    sums: dict[bool, defaultdict[tuple[int, int, str], float]] = {True: defaultdict(float), False: defaultdict(float)}
    for edge_type, source, target, weight in zip(*columns, strict=True):
        directed = types[edge_type].directed
        ends = numbers[source], numbers[target]
        ends = ends if directed else (min(ends), max(ends))
        sums[directed][*ends, edge_type] += weight
    for directed, section in ((True, "*Arcs"), (False, "*Edges")):
        if sums[directed]:
            lines.append(section)
        for (source, target, edge_type), weight in sorted(sums[directed].items()):
            lines.append(f'{source} {target} {cell_text(weight)} l "{edge_type}"')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _weights(network: Network) -> list[float]:
    """Return what each fact weighs: its column `weight` where all have one above 0, else 1."""
    if "weight" in network.edges.columns:
        weights = pd.to_numeric(network.edges["weight"], errors="coerce")
        if (weights > 0).all():
            return [float(weight) for weight in weights]
    return [1] * len(network.edges)


def _labels(names: Iterable[str], ids: Iterable[str]) -> list[str]:
    """Return a label of its own for each node: NetworkX takes two vertices of one label for one."""
    pairs = [(_plain(name), _plain(identifier)) for name, identifier in zip(names, ids, strict=True)]
    counts = Counter(label for label, _ in pairs)
    return [label if counts[label] == 1 else f"{label} ({identifier})".strip() for label, identifier in pairs]


def _plain(text: str) -> str:
    return _UNFIT.sub(" ", text).strip()
