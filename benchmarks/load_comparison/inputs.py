"""What is loaded: the world's sister cities, and networks made from a fixed seed."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from partnergraph.loading.catalogue import open_loader
from partnergraph.loading.reading import read_loader
from partnergraph.tables import write_csv

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = 'title = "A made network"\nlicence = "CC0"\nwho = "Nobody"\nwhen = "2026"\n'
COUNTRIES = ("BY", "RU", "DE", "PL", "FR", "CN")
EDGE_TYPES = ("TWINNING", "AGREEMENT", "TRADE")
SOURCES = 200


@dataclass(frozen=True)
class Source:
    """A source that everyone loads.

    Attributes:
        title: What to call it.
        tables: The folder with nodes.csv and edges.csv that the peers read.
        ours: What partnergraph is told to load.
        nodes: How many there must be in the end.
        edges: How many there must be in the end.
    """

    title: str
    tables: Path
    ours: tuple[str, ...]
    nodes: int
    edges: int


def made_network(folder: Path, nodes: int, edges: int, seed: int = 1) -> Source:
    """Write canonical tables: a few hubs, three types of edges, every edge with its date, status, title and source.

    No two edges of a type go from the same node to the same: some of the peers would make one of them.
    """
    generator = random.Random(seed)  # noqa: S311  the same network every time
    folder.mkdir()
    (folder / "loader.toml").write_text(MANIFEST, encoding="utf-8")
    places, facts = [], []
    for number in range(nodes):
        position = round(generator.uniform(-60, 70), 4), round(generator.uniform(-180, 180), 4)
        places.append((f"city:{number}", "City", f"Town {number}", COUNTRIES[number % len(COUNTRIES)], *position))
    drawn = set()
    for number in range(edges):
        edge_type = EDGE_TYPES[number % len(EDGE_TYPES)]
        ends = (0, 0)
        while ends[0] == ends[1] or (edge_type, ends) in drawn:
            ends = int(nodes * generator.random() ** 2), int(nodes * generator.random())
        drawn.add((edge_type, ends))
        amount = (round(generator.uniform(1, 1e6), 2), "USD") if edge_type == "TRADE" else ("", "")
        date, status = f"{1990 + number % 36}-{1 + number % 12:02}", ("signed", "active")[number % 2]
        what = (date, status, f"Agreement number {number}", *amount, f"s{number % SOURCES}")
        facts.append((f"e{number}", edge_type, *(f"city:{end}" for end in ends), *what))
    cited = [(f"s{number}", "news", f"Report {number}", 1990 + number % 30) for number in range(SOURCES)]
    write(folder / "nodes.csv", "id,type,name,country,latitude,longitude", places)
    write(folder / "edges.csv", "id,type,source,target,date,status,title,amount,unit,sources", facts)
    write(folder / "sources.csv", "id,kind,title,year", cited)
    return Source(f"{nodes:,} nodes, {edges:,} edges", folder, (str(folder),), nodes, edges)


def write(path: Path, header: str, rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(rows)


def sister_cities(folder: Path, loader: Path) -> Source:
    """The world's sister cities; the peers get what partnergraph's mapping makes of the table, as canonical tables."""
    network = read_loader(open_loader(loader))
    folder.mkdir()
    write_csv(network.nodes, folder / "nodes.csv", "nodes")
    write_csv(network.edges, folder / "edges.csv", "edges")
    nodes, edges = len(network.nodes), len(network.edges)
    title = f"the world's sister cities: {nodes:,} nodes, {edges:,} edges"
    return Source(title, folder, (str(loader),), nodes, edges)
