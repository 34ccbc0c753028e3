"""partnergraph, from the files to the report.

by_partnergraph.py LOADER [--data FILE] [--again] [--recheck]

`--again` says that the source is loaded already and must turn out unchanged, `--recheck` that every fact is compared
all the same. The database is the one of LOADING_URI, or the embedded one in the folder LOADING_EMBEDDED.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from shared import measure, server

from partnergraph.database.connection import Settings, connect
from partnergraph.database.loads.load import load_source


def settings() -> Settings:
    if folder := os.environ.get("LOADING_EMBEDDED"):
        return Settings(folder=Path(folder))
    uri, (username, password), database = server()
    return Settings(uri, username, password, database)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("loader")
    parser.add_argument("--data", type=Path, action="append", default=[])
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--recheck", action="store_true")
    given = parser.parse_args()

    def load() -> tuple[int, int]:
        with connect(settings=settings()) as database:
            report = load_source(database, given.loader, data=given.data, recheck=given.recheck)
        for kind, counts in report.counts.items():
            print(kind, *(f"{count} {what}" for what, count in counts.items()), sep=", ", file=sys.stderr)
        nodes, edges = report.counts["nodes"], report.counts["edges"]
        if given.again:
            assert report.changed_nothing, report
            assert bool(report.untouched_since) != given.recheck, report
        else:
            assert (nodes["created"], edges["created"]) == (nodes["read"], edges["read"]), report
        return nodes["read"], edges["read"]

    measure(load)


if __name__ == "__main__":
    main()
