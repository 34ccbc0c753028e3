"""Other ids for the nodes of a network; nodes that get one id become one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from partnergraph.loading.identity.decisions import match_decisions, read_decisions
from partnergraph.network import Network

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from partnergraph.loading.identity.parties import Party


def decided(network: Network, folder: Path, name: str) -> Network:
    """Apply what a person decided on a loader's names, and warn of decisions on nobody.

    Args:
        network: As the loader's tables state it.
        folder: The loader's.
        name: Its name.

    Raises:
        InputError: A decision cannot be used.
        UsageError: The file with the decisions cannot be read.
    """
    decisions = read_decisions(folder, name)
    if not decisions:
        return network
    found, warnings = match_decisions(network, decisions, name)
    nodes = network.nodes.copy()
    for own, decision in found.items():
        if decision.shared_id:
            column, value = decision.shared_id
            nodes.loc[nodes["id"] == own, column] = value
    ids = {own: decision.id for own, decision in found.items() if not decision.shared_id}
    warned = replace(network, nodes=nodes, warnings=(*network.warnings, *warnings))
    return with_ids(warned, ids)


def as_known(network: Network, becoming: Mapping[str, Party]) -> Network:
    """Give nodes the ids and types of known parties; the name that was used becomes an alias where it is another.

    Args:
        network: Any.
        becoming: The known party by the node's own id.

    Raises:
        InputError: What the network then says cannot hold.
    """
    if not becoming:
        return network
    nodes = network.nodes.copy()
    types, aliases = [], []
    columns = (nodes["id"], nodes["type"], nodes["name"], nodes["aliases"])
    for own, node_type, name, others in zip(*columns, strict=True):
        party = becoming.get(own)
        types.append(party.type if party else node_type)
        taken = {each.casefold() for each in (*others, party.name if party else name)}
        aliases.append(others if name.casefold() in taken else (*others, name))
    nodes["type"] = types
    nodes["aliases"] = pd.Series(aliases, index=nodes.index, dtype=object)
    return with_ids(replace(network, nodes=nodes), {own: party.id for own, party in becoming.items()})


def with_ids(network: Network, ids: Mapping[str, str]) -> Network:
    """Return a network with other ids of some nodes; nodes that get one id become one, the first one's cells first.

    The edges keep their ids: whose they were made from is the loader's own account.

    Args:
        network: Any.
        ids: The new id by the old one.

    Raises:
        InputError: What the network then says cannot hold, such as a place that lies in itself.
    """
    ids = {old: new for old, new in ids.items() if old != new}
    if not ids:
        return network
    nodes, edges = network.nodes.copy(), network.edges.copy()
    nodes["id"] = [ids.get(each, each) for each in nodes["id"]]
    nodes["located_in"] = [ids.get(each, each) for each in nodes["located_in"]]
    for end in ("source", "target"):
        edges[end] = [ids.get(each, each) for each in edges[end]]
    if nodes["id"].duplicated().any():
        nodes = _one_row_each(nodes)
    checked = Network.from_frames(nodes, edges, network.sources, vocabulary=network.vocabulary)
    return replace(checked, warnings=network.warnings)


def _one_row_each(nodes: pd.DataFrame) -> pd.DataFrame:
    """Unite the rows of one id: the first row's cells, filled in from the later ones; their names become aliases."""
    united: dict[str, dict[str, Any]] = {}
    columns = [str(name) for name in nodes.columns]
    for cells in nodes.itertuples(index=False, name=None):
        row = dict(zip(columns, cells, strict=True))
        first = united.setdefault(row["id"], row)
        if first is row:
            continue
        names = (*first["aliases"], row["name"], *row["aliases"])
        first["aliases"] = tuple(name for name in dict.fromkeys(names) if name != first["name"])
        # Latitude and longitude are both there or both missing, so each row's go together.
        first |= {column: row[column] for column, value in first.items() if column != "aliases" and pd.isna(value)}
    return pd.DataFrame(list(united.values()), columns=columns)
