"""Networks and loaders of a few parties, for the question who is who."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from partnergraph.loading.identity.joining import Joined, join_all
from partnergraph.network import Network
from tests.conftest import make_loader

if TYPE_CHECKING:
    from pathlib import Path

    from partnergraph.loader import Loader


def town(identifier: str, name: str, country: str = "BY", **cells: Any) -> dict[str, Any]:
    return {"id": f"city:{identifier}", "type": "City", "name": name, "country": country, **cells}


def network(*nodes: dict[str, Any], loader: str = "towns", edges: tuple[tuple[str, str], ...] = ()) -> Network:
    """Make a network; each pair of ids is a twinning."""
    facts = [{"type": "TWINNING", "source": one, "target": other, "sources": "book"} for one, other in edges]
    columns = ["type", "source", "target", "sources"]
    sources = pd.DataFrame([{"id": "book", "title": f"The book of {loader}"}])
    return Network.from_frames(pd.DataFrame(nodes), pd.DataFrame(facts, columns=columns), sources, loader=loader)


def joined(
    folder: Path, first: Network, second: Network, decisions: str = "", name: str = "mine"
) -> tuple[Joined, dict[str, str]]:
    """Join two networks; return the second, and for each of its ids that changed or was in doubt, how."""
    loaders: list[Loader] = [make_loader("theirs", folder / "theirs"), make_loader(name, folder / name)]
    for loader in loaders:
        loader.folder.mkdir(parents=True, exist_ok=True)
    if decisions:
        (folder / name / "who_is_who.csv").write_text(decisions, encoding="utf-8")
    _, mine = join_all([(loaders[0], first), (loaders[1], second)])
    said = {party.id: f"{verdict.known.id} {verdict.rule}" for party, verdict in mine.joins.joined if verdict.known}
    said |= {party.id: f"? {verdict.rule}" for party, verdict in mine.joins.open}
    return mine, said
