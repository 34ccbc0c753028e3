"""One table written in every format, by other programs than the readers that are tested."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import openpyxl

HEADER = ("Town", "Since", "People")
#: Text with a comma, a semicolon, quotes, Cyrillic and a line's end; an empty cell; a number with a fraction.
ROWS = (
    ("Bonn, Rhein", "1950-07-14", "327000.5"),
    ('Псков; "Pskov"', "1990", ""),
    ("Line\nbreak", "", "3"),
)


def write_csv(
    path: Path, *, delimiter: str = ",", encoding: str = "utf-8", rows: Sequence[Sequence[str]] = ROWS
) -> Path:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if set(text) & set(f'{delimiter}"\n') else text

    lines = [delimiter.join(map(cell, row)) for row in (HEADER, *rows)]
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    return path


def write_tsv(path: Path) -> Path:
    return write_csv(path, delimiter="\t")


def write_xlsx(path: Path, sheet: str = "Towns") -> Path:
    workbook = openpyxl.Workbook()
    first = workbook.active
    assert first is not None
    first.title = sheet
    first.append(HEADER)
    for town, since, people in ROWS:
        first.append([town, since or None, float(people) if people else None])
    workbook.create_sheet("Notes").append(["Remark"])
    workbook.save(path)
    return path


def write_ods(path: Path) -> Path:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    sheet = Table(name="Towns")
    for row in (HEADER, *ROWS):
        line = TableRow()
        for text in row:
            number = text if text.replace(".", "").isdecimal() and len(text) != 4 else ""
            cell = TableCell(valuetype="float", value=number) if number else TableCell(valuetype="string")
            for paragraph in text.split("\n") if text else ():
                cell.addElement(P(text=paragraph))
            line.addElement(cell)
        sheet.addElement(line)
    document.spreadsheet.addElement(sheet)
    notes = Table(name="Notes")
    document.spreadsheet.addElement(notes)
    document.save(str(path))
    return path


def objects() -> list[dict[str, object]]:
    return [
        {"Town": town, "Since": since or None, "People": float(people) if people else None}
        for town, since, people in ROWS
    ]


def write_json(path: Path) -> Path:
    path.write_text(json.dumps(objects(), ensure_ascii=False), encoding="utf-8")
    return path


def write_json_lines(path: Path) -> Path:
    path.write_text("".join(json.dumps(each) + "\n" for each in objects()), encoding="utf-8")
    return path


def write_parquet(path: Path) -> Path:
    import pyarrow as pa
    from pyarrow import parquet

    parquet.write_table(pa.Table.from_pylist(objects()), path)
    return path


def write_sqlite(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute('CREATE TABLE "the towns" (Town TEXT, Since TEXT, People REAL)')
        rows = [(town, since or None, people or None) for town, since, people in ROWS]
        connection.executemany('INSERT INTO "the towns" VALUES (?, ?, ?)', rows)
    return path


def write_sparql_json(path: Path) -> Path:
    bindings = [
        {name: {"type": "literal", "value": text} for name, text in zip(HEADER, row, strict=True) if text}
        for row in ROWS
    ]
    document = {"head": {"vars": list(HEADER)}, "results": {"bindings": bindings}}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def write_sparql_tsv(path: Path) -> Path:
    def term(text: str) -> str:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"@en' if text else ""

    lines = ["\t".join(f"?{name}" for name in HEADER), *("\t".join(map(term, row)) for row in ROWS)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


#: How a table of each format is written, by the name of its file.
WRITERS: dict[str, Callable[[Path], Path]] = {
    "towns.csv": write_csv,
    "towns.tsv": write_tsv,
    "towns.xlsx": write_xlsx,
    "towns.ods": write_ods,
    "towns.json": write_json,
    "towns.jsonl": write_json_lines,
    "towns.parquet": write_parquet,
    "towns.sqlite": write_sqlite,
    "answer.json": write_sparql_json,
    "answer.tsv": write_sparql_tsv,
}


def write_zip(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path
