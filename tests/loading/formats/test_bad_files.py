"""Files that are no tables: one clear line each, nothing kept, and no more memory than an honest file takes."""

from __future__ import annotations

import gzip
import io
import json
import random
import tracemalloc
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnergraph.errors import InputError, UsageError
from partnergraph.loading.formats import TABLE_SUFFIXES, encodings, excel, open_table, workbooks
from partnergraph.loading.reading import read_source
from tests.hypothesis_settings import unhurried
from tests.loading.mapping.written_mappings import MAPPING, left_out, one_line, read, write_mapped
from tests.loading.written_tables import WRITERS, write_ods, write_xlsx, write_zip

MEGA = 1 << 20


def refused(path: Path, *, most_memory: int = 0) -> str:
    """What is said of a file, read with no more memory than given; 0 does not measure it, which is slow."""
    if most_memory:
        tracemalloc.start()
    try:
        with pytest.raises(UsageError) as raised:
            for _ in open_table(path).rows():
                pass
        assert not most_memory or tracemalloc.get_traced_memory()[1] < most_memory
    finally:
        tracemalloc.stop()
    message = str(raised.value)
    assert "\n" not in message
    assert len(message) < 400
    return message


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.csv", b"", "t.csv: the file is empty; a table needs a row with the names of its columns"),
        ("t.csv", b"\n\n", "t.csv: row 1 is empty; it should name the columns; say header = N where another row does"),
        ("t.csv", b"a,b,a,b,a\n1,2,3,4,5\n",
         "t.csv: two columns are called 'a', 'b'; rename one, since a mapping asks for columns by name"),
        ("t.csv", b"a,b\n1,\0\n",
         "t.csv: this is no text file (the character U+0000 in line 2); say format where it is of another kind"),
        ("t.csv", bytes(range(256)) * 40,
         "t.csv: this is no text file (the character U+0000 in line 1); say format where it is of another kind"),
        ("t.csv", b'a,b\n1,"2\n',
         ("t.csv, row 2: not readable from this row on: unexpected end of data; say quotes = false "
         "where quotation marks are letters")),
        ("t.csv", b"<!DOCTYPE html><html>",
         "t.csv: a web page, not a table; download the table itself, or save it as .xlsx or .csv"),
        ("t.csv", b"\x1f\x8b\x08rest", "t.csv: the packed file (gzip) is damaged or cut off; fetch it anew"),
        ("t.csv.gz", gzip.compress(b"a,b\n1,2\n" * 99)[:-9],
         "t.csv.gz: the packed file (gzip) is damaged or cut off; fetch it anew"),
        ("t.csv.gz", gzip.compress(b" " * 20_000_000),
         "t.csv.gz: the packed file would unpack to more than 16 MB, more than a table needs; unpack it first"),
        ("t.json.gz", gzip.compress(b"[]"), "t.json.gz: a packed file (gzip) of the format json; unpack it first"),
        ("t.csv.gz", gzip.compress(b"PK\x03\x04rest"),
         "t.csv.gz: a packed file (gzip) that holds no text; unpack it first"),
        ("t.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest",
         "t.xls: an old or password-protected Excel file; save it as .xlsx without a password"),
        ("t.xlsx", b"a,b\n1,2\n", "t.xlsx: this is no XLSX file but something else, or damaged"),
        ("t.xlsx", b"PK\x03\x04broken", "t.xlsx: a damaged workbook or archive; save it anew"),
        ("t.ods", b"PAR1", "t.ods: this is no ODS file but of the format parquet"),
        ("t.parquet", b"PAR1 and nothing PAR1", "t.parquet: not readable as Parquet ("),
        ("t.parquet", b"a,b", "t.parquet: this is no PARQUET file but something else, or damaged"),
        ("t.db", b"a,b", "t.db: this is no SQLITE file but something else, or damaged"),
        ("t.db", b"SQLite format 3\x00" + b"\x01" * 2000, "t.db: SQLite says: "),
        ("t.json", b"[", "t.json: this is no JSON (Expecting value, line 1, column 2)"),
        ("t.json", b"[1, 2]", "t.json: item 1 is no object but the value '1'; a table needs objects with keys"),
        ("t.json", b"[]", "t.json: there is no object in it; a table needs at least one"),
        ("t.json", b"[{}]", "t.json: there is no column in it"),
        ("t.json", b'{"rows": [], "n": 1}',
         't.json: there is no list of objects at the top of the document; say path = "rows"'),
        ("t.json", b"5",
         "t.json: there is no list of objects at the top of the document; say with path where it stands"),
        ("t.json", b"[" * 100_000, "t.json: the JSON is nested too deep"),
        ("t.json", b'[{"a": ' + b"9" * 5000 + b"}]",
         "t.json: a number in the JSON cannot be read (Exceeds the limit (4300 digits) for integer string conversion)"),
        ("t.json", b'[{"a":' * 20 + b"1" + b"}]" * 20, None),
        ("t.json", b'[' + b'{"a":' * 20 + b"1" + b"}" * 20 + b"]",
         "t.json: objects stand in each other more than 8 deep; say path to the ones meant"),
        ("t.jsonl", b'{"a": 1}\n{"a": \n', "t.jsonl, line 2: this is no JSON (Expecting value, column 6)"),
        ("t.jsonl", b'{"a": 1}\n\n[1]\n', "t.jsonl: item 3 is no object but a list; a table needs objects with keys"),
        ("t.json", b'{"head": {"vars": ["a", "a"]}, "results": {"bindings": []}}',
         "t.json: two columns are called 'a'; rename one, since a mapping asks for columns by name"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_file_that_is_no_table(
    tmp_path: Path, name: str, content: bytes, message: str | None
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    if message is None:
        assert len(list(open_table(path).rows())) == 1
    else:
        found = refused(path)
        assert found == message or (message.endswith(("(", ": ")) and found.startswith(message))


def test_a_million_columns(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b",".join(b"c%d" % number for number in range(1_000_000)) + b"\n")
    assert refused(path) == "t.csv: the header has 1,000,000 columns, more than 2,000; is it a table?"
    path.write_bytes(b"a,b\n" + b"," * 1_000_000 + b"1\n")
    assert [row.problem for row in open_table(path).rows()] == ["the row has 1,000,001 cells, the header 2"]
    path = tmp_path / "t.json"
    path.write_text(json.dumps([{f"c{number}": 1 for number in range(100_000)}]), encoding="utf-8")
    assert refused(path) == "t.json: the objects have more than 2,000 different keys; is it a table?"


def test_a_line_and_a_cell_without_end(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"a" * (40 * MEGA))
    assert refused(path, most_memory=80 * MEGA) == "t.csv: line 1 is longer than 16,777,216 characters; is it a table?"
    path.write_bytes(b'a,b\n1,"' + b"x\n" * MEGA)
    assert refused(path) == "t.csv, row 2: a cell is longer than 131,072 characters; is a quotation mark left open?"
    path = tmp_path / "t.jsonl"
    path.write_text(json.dumps({"a": "x" * 200_000}), encoding="utf-8")
    assert refused(path) == "t.jsonl, row 1, column a: the cell is longer than 131,072 characters; is it a table?"


def parts_of(write: Callable[[Path], Path], path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(write(path)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("write", [write_xlsx, write_ods], ids=["xlsx", "ods"])
def test_workbooks_that_would_burst(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    suffix = "xlsx" if write is write_xlsx else "ods"
    sheet = "xl/worksheets/sheet1.xml" if suffix == "xlsx" else "content.xml"
    parts = parts_of(write, tmp_path / f"good.{suffix}")
    bad = tmp_path / f"bad.{suffix}"
    bomb = parts[sheet][:-20] + b" " * (64 * MEGA) + parts[sheet][-20:]
    write_zip(bad, {**parts, sheet: bomb})
    assert (
        refused(bad, most_memory=MEGA)
        == f"bad.{suffix}: {sheet} would unpack to 64 MB, more than a table needs; save the sheet as CSV"
    )
    entities = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    write_zip(bad, {**parts, sheet: entities})
    assert refused(bad) == f"bad.{suffix}: {sheet} declares XML entities; no honest workbook has that"
    write_zip(bad, {**parts, sheet: b"this is no XML"})
    assert refused(bad).startswith(f"bad.{suffix}: {sheet} is no XML (")
    write_zip(bad, {**parts, **{f"part{number}": b"" for number in range(10_001)}})
    assert refused(bad).endswith("parts; save the sheet as CSV")
    write_zip(bad, {**parts, sheet: parts[sheet][:-30]})
    assert refused(bad).startswith(f"bad.{suffix}: ")
    write_zip(bad, {"readme.txt": b"hello"})
    assert refused(bad) == f"bad.{suffix}: a zip archive, not a table; unpack it first"


def test_large_sheets_of_hostile_xml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "_TRUSTED", MEGA)
    parts = parts_of(write_xlsx, tmp_path / "good.xlsx")
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    filler = random.Random(2).randbytes(MEGA).hex().encode()  # noqa: S311  hex digits shrink to half and no further
    cell = b'<row r="1"><c t="str"><v>'
    hostile = {
        "has a text of more than 1,048,576 characters": head + cell + filler + b"</v></c></row>",
        "has more than 50,000 elements in a row": head + b'<row r="1">' + b"".join(
            b"<c><v>%s</v></c>" % filler[index : index + 40] for index in range(0, 2 * MEGA, 40)
        ),
        "is nested more than 100 deep": head + b"<a>" * 200 + filler,
    }  # fmt: skip
    for problem, content in hostile.items():
        bad = write_zip(tmp_path / "bad.xlsx", {**parts, "xl/worksheets/sheet1.xml": content})
        message = f"bad.xlsx: xl/worksheets/sheet1.xml {problem}; no honest workbook has that"
        assert refused(bad, most_memory=4 * MEGA) == message


def test_a_row_and_a_column_that_no_sheet_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "_LAST_ROW", 2000)
    parts = parts_of(write_xlsx, tmp_path / "good.xlsx")
    sheet = "xl/worksheets/sheet1.xml"
    far = parts[sheet].replace(b'<row r="2"', b'<row r="999999999"')
    assert far != parts[sheet]
    bad = write_zip(tmp_path / "bad.xlsx", {**parts, sheet: far})
    assert refused(bad) == "bad.xlsx: the sheet names a row after 2,000, which no sheet has"
    wide = parts[sheet].replace(b'r="A2"', b'r="ZZZZZZ2"')
    assert refused(write_zip(tmp_path / "wide.xlsx", {**parts, sheet: wide})).startswith("wide.xlsx: ")


def test_an_opendocument_sheet_that_repeats_without_end(tmp_path: Path) -> None:
    parts = parts_of(write_ods, tmp_path / "good.ods")
    content = parts["content.xml"]
    row, cell = b"<table:table-row", b"<table:table-cell office:value-type"
    assert content.count(row) >= 4
    assert cell in content
    rows = content.replace(row, row + b' table:number-rows-repeated="999999999"', 1)
    assert refused(write_zip(tmp_path / "r.ods", {**parts, "content.xml": rows})) == (
        "r.ods: row 1 is repeated 999,999,999 times; is it a table?"
    )
    cells = content.replace(cell, b'<table:table-cell table:number-columns-repeated="999999999" office:value-type', 1)
    assert refused(write_zip(tmp_path / "c.ods", {**parts, "content.xml": cells})) == (
        "c.ods: a row has more than 20,000 cells; is it a table?"
    )
    odd = content.replace(row, row + b' table:number-rows-repeated="-5"', 1)
    assert "'-5' is no count of rows" in refused(write_zip(tmp_path / "o.ods", {**parts, "content.xml": odd}))


def test_the_rows_of_a_large_file_are_not_gathered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_CHUNK", "_SAMPLE"):
        monkeypatch.setattr(encodings, name, 1 << 14)
    path = tmp_path / "t.csv"
    line = b"Bonn,Germany,Oxford,United Kingdom,1950\n"
    path.write_bytes(b"Town,Land,Partner,Partner land,Since\n" + line * 40_000)
    tracemalloc.start()
    try:
        count = sum(1 for _ in open_table(path).rows())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 40_000
    assert path.stat().st_size > 1.5 * MEGA
    assert peak < MEGA / 2


@cache
def sound(name: str) -> bytes:
    with TemporaryDirectory() as folder:
        return WRITERS[name](Path(folder) / name).read_bytes()


@pytest.mark.parametrize("name", WRITERS)
@given(data=st.data())
@settings(unhurried, max_examples=25)
def test_damage_anywhere_is_one_line_or_none(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("damage")
    content = bytearray(sound(name))
    for _ in range(data.draw(st.integers(1, 4))):
        position = int(data.draw(st.floats(0, 1)) * (len(content) - 1))
        match data.draw(st.sampled_from(["flip", "cut", "insert"])):
            case "flip":
                content[position] ^= data.draw(st.integers(1, 255))
            case "cut":
                del content[position:]
                content += b"x"
            case _:
                content[position:position] = data.draw(st.binary(min_size=1, max_size=20))
    (folder / name).write_bytes(content)
    said_in_one_line(folder / name)


@given(content=st.binary(max_size=2000), suffix=st.sampled_from([*TABLE_SUFFIXES, "", ".pdf"]))
@settings(unhurried, max_examples=200)
def test_any_bytes_are_one_line_or_a_table(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    path = tmp_path_factory.mktemp("bytes") / f"t{suffix}"
    path.write_bytes(content)
    said_in_one_line(path)


def said_in_one_line(path: Path) -> None:
    said = ""
    try:
        table = open_table(path)
        widths = {len(row.cells) for row in table.rows()}
    except UsageError as error:
        said = str(error)
    assert "\n" not in said
    assert path.name in said if said else widths <= {len(table.columns)}


cells = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(), st.text(max_size=12), st.dates(),
    st.sampled_from(["NaN", "inf", "#N/A", "=1+1", "1e999", "2021-13-45", "\u200b", " ", "Germany", "a;b;c"]),
)  # fmt: skip


@given(st.lists(st.lists(cells, max_size=7), max_size=6))
@settings(unhurried, max_examples=30)
def test_any_cells_become_nodes_or_reasons(tmp_path_factory: pytest.TempPathFactory, rows: list[list[object]]) -> None:
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.append(["Town", "Land", "Partner", "Partner land", "Since"])
    for row in rows:
        sheet.append(
            [openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", each) if isinstance(each, str) else each for each in row]
        )
    content = io.BytesIO()
    workbook.save(content)
    folder = write_mapped(
        tmp_path_factory.mktemp("cells"), MAPPING.replace("towns.csv", "towns.xlsx"), towns_xlsx=content.getvalue()
    )
    try:
        reading = read_source(folder)
    except (UsageError, InputError) as error:
        raise AssertionError(str(error)) from error
    cited = sum(str(section).count("row ") for section in reading.network.edges["section"])
    read_rows = int(reading.notes[0].split()[0])
    assert cited + len(reading.rejected) == read_rows <= len(rows)


def test_only_a_header_is_an_empty_network_and_said(project: Path) -> None:
    reading = read(project / "towns", towns_csv="Town,Land,Partner,Partner land,Since\n")
    assert (len(reading.network.nodes), len(reading.network.edges)) == (0, 0)
    assert reading.notes == ("0 rows read; 0 rejected",)


def test_characters_that_no_format_keeps_reject_their_row(project: Path) -> None:
    rest = {"Land": "DE", "Partner": "B", "Partner land": "FR"}
    found = json.dumps(
        [
            {"Town": "A\u0007", **rest, "Since": float("nan")},
            {"Town": "\ud800", **rest, "Since": 1990},
            {"Town": "C", **rest, "Since": float("inf")},
        ]
    )
    reading = read(project / "towns", MAPPING.replace("towns.csv", "towns.json"), towns_json=found)
    problem = "there is a control character in it, which no format can keep"
    assert left_out(reading) == [(1, "name", problem, "A\u0007"), (2, "name", problem, "\ud800")]
    assert reading.network.edges["date"].tolist() == [None]


def test_a_file_that_is_no_table_is_one_line_of_the_loader(project: Path) -> None:
    assert one_line(project / "towns", towns_csv=b"").startswith("towns.csv: the file is empty")
    (project / "towns" / "towns.csv").unlink()
    (project / "towns" / "towns.csv").mkdir()
    with pytest.raises(UsageError, match=r"^towns\.csv cannot be read: it is a folder, not a file"):
        read_source(project / "towns")
