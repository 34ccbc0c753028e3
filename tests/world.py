"""The rows of the world's sister cities as the loader `sister_cities` carries them, read without partnergraph."""

from __future__ import annotations

import csv
import gzip

from tests.conftest import ROOT

TABLE = ROOT / "loaders" / "sister_cities" / "sister_cities.tsv.gz"


def rows_of_the_world() -> list[dict[str, str]]:
    """Return the rows behind the header, each by the names of its columns."""
    with gzip.open(TABLE, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))
