"""Do the scores of `partnergraph gaps` foretell the partnerships that come later? The tables of docs/gaps.md.

    python benchmarks/gaps_backtest.py

The reference network is learnt up to each year and asked for the pairs that appear later. The world's sister cities
carry no dates, so there is nothing to test on; the time that gaps takes on them is measured instead.
"""

from __future__ import annotations

import csv
import gzip
import re
import time
from pathlib import Path
from typing import Any

import networkx as nx

from partnergraph.analysis.gaps.backtest import Backtest, Interval, backtest
from partnergraph.analysis.gaps.gaps import gaps
from partnergraph.analysis.gaps.scores import SCORES
from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.whole.overview import describe
from partnergraph.errors import UsageError
from partnergraph.loading.reading import read_loader

YEARS = range(2014, 2022)
SISTER_CITIES = Path(__file__).resolve().parents[1] / "loaders" / "sister_cities" / "sister_cities.tsv.gz"
COLUMNS = ("year", "to find", "candidates", "without a common partner", "method", "AUC", "above the baseline",
           "precision at 20", "mean reciprocal rank")  # fmt: skip


def main() -> None:
    network = read_loader("union_state")
    for title, projection in (
        ("Without countries (the default)", Projection()),
        ("With nodes of type Country", Projection(include_countries=True)),
    ):
        print(f"\n{title}\n\n| {' | '.join(COLUMNS)} |\n|{' --- |' * len(COLUMNS)}")
        said = []
        for year in YEARS:
            try:
                tested = backtest(network, projection, year=year)
            except UsageError as error:
                said.append(f"{year}: {error}")
                continue
            said.append(f"{year}: {tested.describe()}")
            print_rows(tested)
        print("\n" + "\n".join(said))
    time_sister_cities()


def print_rows(tested: Backtest) -> None:
    for score in tested.scores:
        cells = (tested.year, tested.found, tested.candidates, tested.unconnected, score.method, shown(score.auc),
                 shown(score.better), shown(score.precision), shown(score.mean_reciprocal_rank))  # fmt: skip
        print(f"| {' | '.join(map(str, cells))} |")


def shown(interval: Interval) -> str:
    return f"{interval.value:.2f} ({interval.low:.2f} to {interval.high:.2f})"


def time_sister_cities() -> None:
    G: nx.Graph[Any] = nx.Graph()
    with gzip.open(SISTER_CITIES, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            ends = [(row["origincityLabel"], row["origincountry"]),
                    (row["sistercityLabel"], row["destination_countryLabel"])]  # fmt: skip
            for name, country in ends:
                G.add_node(f"{name}, {country}", name=name, country=country)
            G.add_edge(*(f"{name}, {country}" for name, country in ends))
    print(f"\nThe world's sister cities: {len(G)} places, {G.number_of_edges()} pairs, no dates\n")
    print("| what | seconds | pairs |\n| --- | --- | --- |")
    for method in SCORES:
        start = time.perf_counter()
        description = str(gaps(G, method=method, top=20, across=True).attrs["description"])
        seconds = time.perf_counter() - start
        pairs = re.findall(r"agreed: (\d+)", description)[-1]
        print(f"| gaps by {method} | {seconds:.1f} | {pairs} |")
    for samples in (0, 500):
        start = time.perf_counter()
        describe(G, samples=samples)
        print(f"| describe, {samples} samples of the power law | {time.perf_counter() - start:.1f} | |")


if __name__ == "__main__":
    main()
