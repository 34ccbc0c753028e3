"""Neo4j's own `database import full` into an empty store, its process' start included: the limit.

admin_import.py FOLDER JAVA JARS HEAP

The tables are the canonical ones under a header that says what the columns are to Neo4j; they are copied for it. The
memory told is that of its Java.
"""

from __future__ import annotations

import csv
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from shared import LISTS, NUMBERS, measure

PROGRAM = "org.neo4j.cli.AdminTool"
NODE_COLUMNS = {"id": "id:ID", "type": ":LABEL"}
EDGE_COLUMNS = {"type": ":TYPE", "source": ":START_ID", "target": ":END_ID"}


def with_header(table: Path, copy: Path, special: dict[str, str]) -> None:
    """Copy a table; only its first line becomes another."""
    kinds = dict.fromkeys(NUMBERS, "double") | dict.fromkeys(LISTS, "string[]")
    with table.open("rb") as rows, copy.open("wb") as file:
        (names,) = csv.reader([rows.readline().decode()])
        told = [special.get(name) or (f"{name}:{kinds[name]}" if name in kinds else name) for name in names]
        file.write(",".join(told).encode() + b"\n")
        shutil.copyfileobj(rows, file, 1 << 20)


def load() -> tuple[int, int]:
    folder, java, jars, heap = sys.argv[1:]
    with tempfile.TemporaryDirectory() as own:
        home = Path(own)
        (home / "conf").mkdir()
        (home / "conf" / "neo4j.conf").touch()
        with_header(Path(folder, "nodes.csv"), home / "nodes.csv", NODE_COLUMNS)
        with_header(Path(folder, "edges.csv"), home / "edges.csv", EDGE_COLUMNS)
        command = [java, f"-Xmx{heap}", "-cp", f"{jars}/*", PROGRAM, "database", "import", "full", "neo4j"]
        tables = [f"--nodes=Entity={home / 'nodes.csv'}", f"--relationships={home / 'edges.csv'}"]
        environment = {**os.environ, "NEO4J_HOME": own, "NEO4J_CONF": str(home / "conf")}
        # It leaves a report where it is started.
        options = {"env": environment, "cwd": home, "capture_output": True, "text": True}
        done = subprocess.run([*command, *tables], **options, check=False)
        told = re.search(r"Imported:\s+(\d+) nodes\s+(\d+) relationships", done.stdout)
        if done.returncode or not told:
            sys.exit(f"the import failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return int(told.group(1)), int(told.group(2))


if __name__ == "__main__":
    measure(load, resource.RUSAGE_CHILDREN)
