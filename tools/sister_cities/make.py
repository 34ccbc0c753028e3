"""Makes the table of the world's sister cities that travels with the package (`make sister-cities TABLE=FILE`).

Out of a table in the layout of the Programming Historian's lesson on twin towns, which holds facts of Wikidata (CC0):
the two columns that no fact needs go (the distance, which follows from the coordinates, and the membership in the EU),
every row stays in its place, so that a row that a fact cites can be looked up in both, and gzip packs it.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
from pathlib import Path
from typing import Final

TARGET: Final = Path(__file__).resolve().parents[2] / "loaders" / "sister_cities" / "sister_cities.tsv.gz"
COLUMNS: Final = (
    *("origincityLabel", "origincountry", "originlat", "originlong", "originpopulation"),
    *("sistercityLabel", "destinationlat", "destinationlong", "destinationpopulation", "destination_countryLabel"),
)
#: Packed, the table has to be smaller: it is a part of every wheel.
LARGEST: Final = 600_000


def main(table: Path, target: Path = TARGET) -> int:
    """Write the packed table, the same bytes for the same table.

    Args:
        table: The table as it was fetched, in UTF-8, cells parted by tabs.
        target: Where the packed table goes.

    Returns:
        How many rows it has, the header not counted.

    Raises:
        ValueError: A column is missing, a row has another number of cells, or the packed table is too large.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, delimiter="\t", lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    rows = 0
    with table.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", strict=True)
        if missing := [name for name in COLUMNS if name not in (reader.fieldnames or ())]:
            raise ValueError(f"{table} has no column {', '.join(missing)}")
        for row in reader:
            if None in row or None in row.values():
                raise ValueError(f"{table}, line {reader.line_num}: not as many cells as the header has")
            writer.writerow(row)
            rows += 1
    packed = gzip.compress(text.getvalue().encode("utf-8"), compresslevel=9, mtime=0)
    if len(packed) > LARGEST:
        raise ValueError(f"packed, the table has {len(packed):,} bytes, more than {LARGEST:,}")
    target.write_bytes(packed)
    return rows


if __name__ == "__main__":
    main(Path(sys.argv[1]))
