"""Loaders written for a test, and what is said of their faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnergraph.content import carried_folder
from partnergraph.errors import Finding, InputError, UsageError
from partnergraph.loading.catalogue import open_loader
from partnergraph.loading.reading import read_loader

MANIFEST = 'title = "Towns"\nlicence = "CC0"\nwho = "Nobody"\nwhen = 2024\n'
NODES = "id,type,name\ncity:a,City,A\ncity:b,City,B\n"
EDGES = "type,source,target,sources\nTWINNING,city:a,city:b,book\n"
SOURCES = "id,title\nbook,A book\n"


CARRIED = carried_folder("loaders")


DECLARING = """
[node_types.Fund]
doc = "A foundation that pays"
colour = "#123456"
shape = "database"
is_place = false

[node_types.Valley]
is_place = true

[edge_types.FUNDS]
doc = "Money given"
from = ["Fund"]
to = ["City", "Valley"]
directed = true

[edge_types.KNOWS]
directed = false
is_partnership = false
"""


def write_loader(
    folder: Path,
    manifest: str = "",
    *,
    nodes: str | bytes | None = NODES,
    edges: str | bytes | None = EDGES,
    sources: str | bytes | None = SOURCES,
) -> Path:
    """Write a loader's folder; what `manifest` says stands behind title, licence, who and when."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "loader.toml").write_text(MANIFEST + manifest, encoding="utf-8")
    for name, content in (("nodes", nodes), ("edges", edges), ("sources", sources)):
        if content is not None:
            (folder / f"{name}.csv").write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def fault(given: str | Path) -> str:
    with pytest.raises(UsageError) as raised:
        open_loader(given)
    assert "\n" not in str(raised.value)
    return str(raised.value)


def findings(given: Path) -> list[Finding]:
    with pytest.raises(InputError) as raised:
        read_loader(given)
    return list(raised.value.findings)
