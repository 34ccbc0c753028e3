"""The outlines that the package carries."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from partnergraph.view.map.encoding import decode
from partnergraph.view.map.topology import Outline, Topology

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def countries() -> Topology:
    """Return all countries; `code` is ISO 3166-1 alpha-2, None for land that has no code there."""
    return _topology(json.loads(_data("countries.json")))


@cache
def regions(country: str) -> Topology:
    """Return the first-level regions of a country; none where they are not known.

    Args:
        country: ISO 3166-1 alpha-2.
    """
    start = f'{{"country":{json.dumps(country)},'
    found = next((line for line in _data("regions.jsonl").splitlines() if line.startswith(start)), None)
    return _topology(json.loads(found)) if found else Topology([], [])


@cache
def _data(name: str) -> str:
    return (files("partnergraph.view.map") / "data" / name).read_text(encoding="utf-8")


def _topology(stored: Mapping[str, Any]) -> Topology:
    lines = [line * stored["quantum"] for line in decode(stored["lines"])]
    outlines = [
        Outline(outline["code"], outline["name"], tuple(tuple(ring) for ring in outline["rings"]))
        for outline in stored["outlines"]
    ]
    return Topology(lines, outlines)
