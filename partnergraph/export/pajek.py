"""Writing Pajek's .net: the bare network, with its relations by number and name.

Each vertex has its name as label; each edge type is a relation, as arcs where its direction counts and as edges where
it does not, with the number of facts as value of each line.

Cannot carry: ids, dates, statuses, titles, amounts, sources, notes, places, or anything else but names and edge types;
parallel facts of one type become one line with their number, and quotes and line ends leave the names.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
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
    lines = [f"*Vertices {len(numbers)}"]
    lines += [f'{number} "{_label(name)}"' for number, name in enumerate(network.nodes["name"], start=1)]
    columns = (network.edges["type"], network.edges["source"], network.edges["target"])
    types = network.vocabulary.edge_types
    counts: dict[str, Counter[tuple[int, int]]] = {}
    for edge_type, source, target in zip(*columns, strict=True):
        ends = numbers[source], numbers[target]
        ends = ends if types[edge_type].directed else (min(ends), max(ends))
        counts.setdefault(edge_type, Counter())[ends] += 1
    for relation, edge_type in enumerate(sorted(counts), start=1):
        lines.append(f'*{"Arcs" if types[edge_type].directed else "Edges"} :{relation} "{edge_type}"')
        lines += [f"{source} {target} {count}" for (source, target), count in sorted(counts[edge_type].items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _label(name: str) -> str:
    return _UNFIT.sub(" ", name).strip()
