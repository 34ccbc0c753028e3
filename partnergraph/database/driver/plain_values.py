"""The driver's values turned into plain ones at the door: nodes, edges and paths into mappings, times into texts."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import neo4j.graph
import neo4j.time


@singledispatch
def plain(value: Any) -> Any:  # noqa: ANN401  a query can return anything
    """Return a value without the driver's own types; lists and maps are gone through."""
    return value


@plain.register
def _(value: list) -> list[Any]:  # type: ignore[type-arg]
    return [plain(item) for item in value]


@plain.register
def _(value: dict) -> dict[str, Any]:  # type: ignore[type-arg]
    return {str(name): plain(item) for name, item in value.items()}


@plain.register
def _(value: neo4j.graph.Node) -> dict[str, Any]:
    return {"labels": sorted(value.labels), **{name: plain(item) for name, item in sorted(value.items())}}


@plain.register
def _(value: neo4j.graph.Relationship) -> dict[str, Any]:
    return {"type": value.type, **{name: plain(item) for name, item in sorted(value.items())}}


@plain.register
def _(value: neo4j.graph.Path) -> dict[str, Any]:
    return {"nodes": [plain(node) for node in value.nodes], "edges": [plain(edge) for edge in value.relationships]}


@plain.register(neo4j.time.Date)
@plain.register(neo4j.time.Time)
@plain.register(neo4j.time.DateTime)
@plain.register(neo4j.time.Duration)
def _(value: Any) -> str:  # noqa: ANN401  the driver's temporal types share no base
    return str(value.iso_format())
