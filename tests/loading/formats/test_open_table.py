"""Table files of every format: the same table gives the same rows; what a file does not say is recognised or asked."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sqlite3
import sys
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.errors import UsageError
from partnergraph.loading.formats import FORMATS, Table, TableOptions, open_table
from tests.hypothesis_settings import unhurried
from tests.loading.written_tables import HEADER, ROWS, WRITERS, write_csv, write_ods, write_sqlite, write_xlsx


def cells(table: Table) -> list[tuple[object, ...]]:
    rows = list(table.rows())
    assert [row.problem for row in rows] == [""] * len(rows)
    return [row.cells for row in rows]


def refused(path: Path, **options: object) -> str:
    with pytest.raises(UsageError) as raised:
        list(open_table(path, TableOptions(**options)).rows())  # type: ignore[arg-type]
    assert "\n" not in str(raised.value)
    return str(raised.value)


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_the_same_table(tmp_path: Path, name: str) -> None:
    table = open_table(WRITERS[name](tmp_path / name))
    assert table.columns == HEADER
    assert cells(table) == list(ROWS)
    assert cells(table) == list(ROWS)  # a second time
    first = 1 if table.format in {"json", "jsonl", "parquet", "sqlite", "sparql-json"} else 2
    assert [row.number for row in table.rows()] == [first, first + 1, first + 2]


@pytest.mark.parametrize("name", WRITERS)
def test_the_format_is_recognised_without_a_suffix(tmp_path: Path, name: str) -> None:
    table = open_table(WRITERS[name](tmp_path / "table"), TableOptions(format="jsonl" if "jsonl" in name else ""))
    assert cells(table) == list(ROWS)
    assert table.format in FORMATS


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings_that_are_recognised_for_sure(tmp_path: Path, delimiter: str, encoding: str) -> None:
    content = [("Псков", "1990", "x"), ("Köln", "1991", "y, z")]
    table = open_table(write_csv(tmp_path / "t.csv", delimiter=delimiter, encoding=encoding, rows=content))
    assert (table.columns, cells(table), table.delimiter, table.notes) == (HEADER, content, delimiter, ())


@pytest.mark.parametrize(
    ("encoding", "name", "found"),
    [
        ("cp1251", "Псков и Гомель", "cp1251"),
        ("cp1251", "Санкт-Петербург", "cp1251"),
        ("cp1252", "Köln", "cp1252"),
        ("latin-1", "São João da Madeira", "cp1252"),
        ("cp1252", "Ærø", "cp1252"),
        ("cp1252", "Besançon \u2013 \u201cDoubs\u201d", "cp1252"),
    ],
)
def test_older_encodings_are_guessed_and_said(tmp_path: Path, encoding: str, name: str, found: str) -> None:
    rows = [(name, "1990", ""), ("Plain", "1991", "")]
    path = write_csv(tmp_path / "t.csv", encoding=encoding, rows=rows)
    table = open_table(path)
    assert (cells(table), table.encoding) == (rows, found)
    assert table.notes == (
        f"t.csv is not UTF-8; it was read as {found}, which is a guess: where letters are wrong, say encoding",
    )
    stated = open_table(path, TableOptions(encoding=encoding))
    assert (cells(stated), stated.notes) == (rows, ())


def test_a_stated_encoding_is_held_against_the_file(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "t.csv", encoding="cp1251", rows=[("A", "", ""), ("Псков", "", "")])
    assert refused(path, encoding="utf-8") == "t.csv: from line 1 on it is not UTF-8; say which encoding it has"
    assert refused(path, encoding="ascii") == "t.csv: from line 1 on it is not ASCII; say another encoding"
    assert refused(path, encoding="utf-7000").startswith("t.csv: there is no encoding 'utf-7000'; known: utf-8, ")
    assert refused(path, encoding="base64").startswith("t.csv: there is no encoding 'base64'")
    for name in ("cp1251", "koi8-r", "latin-1"):
        assert open_table(path, TableOptions(encoding=name)).columns == HEADER


names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map(str.strip)


@given(st.lists(st.tuples(names, names, names).filter(any), max_size=8), st.sampled_from(",;\t|"))
@unhurried
def test_any_text_comes_back_from_csv(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]], delimiter: str
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([HEADER, *rows])
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    path.write_bytes(text.getvalue().encode())
    assert cells(open_table(path, TableOptions(delimiter=delimiter))) == [tuple(row) for row in rows]


@given(st.lists(st.fixed_dictionaries({"a": names, "b": st.lists(names), "c": st.integers()}), min_size=1, max_size=5))
@unhurried
def test_any_objects_come_back_from_json(
    tmp_path_factory: pytest.TempPathFactory, found: list[dict[str, object]]
) -> None:
    folder = tmp_path_factory.mktemp("json")
    (folder / "t.json").write_text(json.dumps({"data": {"rows": found}}), encoding="utf-8")
    (folder / "t.jsonl").write_text("\n".join(map(json.dumps, found)), encoding="utf-8")
    expected = [{"a": each["a"], "b": tuple(filter(None, each["b"])), "c": str(each["c"])} for each in found]  # type: ignore[call-overload]
    for table in (open_table(folder / "t.json", TableOptions(path="data.rows")), open_table(folder / "t.jsonl")):
        assert [dict(zip(table.columns, row, strict=True)) for row in cells(table)] == expected


def test_objects_in_objects_become_columns(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text(
        '[{"town": {"name": "A", "at": {"lat": 1.5}}, "twins": ["B", null, 3]}, {"open": true}]', encoding="utf-8"
    )
    table = open_table(path)
    assert table.columns == ("town.name", "town.at.lat", "twins", "open")
    assert cells(table) == [("A", "1.5", ("B", "3"), ""), ("", "", "", "yes")]


def test_the_header_may_stand_lower_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("Partner towns 2026\n\nTown;Since\nA;1950\n", encoding="utf-8")
    table = open_table(path, TableOptions(header=3))
    assert (table.columns, [row[:2] for row in table.rows()]) == (("Town", "Since"), [(4, ("A", "1950"))])
    path.write_text("A;1950\nB;1960\n", encoding="utf-8")
    table = open_table(path, TableOptions(header=0))
    assert (table.columns, cells(table)) == (("1", "2"), [("A", "1950"), ("B", "1960")])
    assert refused(path, header=9) == "t.csv: there is no row 9, which should name the columns (header)"


def test_ragged_rows_are_told_and_empty_ones_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b,c\n1,2,3\n1,2\n,,\n\n1,2,3,\n1,2,3,4\n", encoding="utf-8")
    assert list(open_table(path).rows()) == [
        (2, ("1", "2", "3"), ""),
        (3, ("1", "2", ""), "the row has 2 cells, the header 3"),
        (6, ("1", "2", "3"), ""),
        (7, ("1", "2", "3"), "the row has 4 cells, the header 3"),
    ]


def test_quotation_marks_that_are_letters(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    path.write_text('a\tb\n"Old" town\tx\n', encoding="utf-8")
    assert "say quotes = false where quotation marks are letters" in refused(path)
    assert cells(open_table(path, TableOptions(quotes=False))) == [('"Old" town', "x")]


def test_the_values_of_a_workbook_are_written_plainly(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["a", "b", None, "d"])
    sheet.append([date(2021, 3, 15), datetime(2021, 3, 15, 12, 30), 5, True])
    sheet.append([])
    sheet.append([1e20, 1998.0, "  x ", "#N/A"])
    sheet["A6"] = 0.1
    workbook.save(tmp_path / "t.xlsx")
    table = open_table(tmp_path / "t.xlsx")
    assert table.columns == ("a", "b", "3", "d")
    assert [row[:2] for row in table.rows()] == [
        (2, ("2021-03-15", "2021-03-15T12:30:00", "5", "yes")),
        (4, ("1e+20", "1998", "x", "")),
        (6, ("0.1", "", "", "")),
    ]


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_sheets_by_name_and_number(tmp_path: Path, write: object) -> None:
    path = write(tmp_path / ("t.xlsx" if write is write_xlsx else "t.ods"))  # type: ignore[operator]
    table = open_table(path)
    assert table.notes == (f"{path.name}: the sheet 'Towns' was read; say sheet for another one (Notes)",)
    for sheet in ("Towns", "1"):
        chosen = open_table(path, TableOptions(sheet=sheet))
        assert (cells(chosen), chosen.notes) == (list(ROWS), ())
    message = f"{path.name}: there is no sheet 'Twons'; did you mean Towns? known: Towns, Notes"
    assert refused(path, sheet="Twons") == message
    assert refused(path, sheet="3") == f"{path.name}: there is no sheet '3'; known: Towns, Notes"
    if write is write_xlsx:
        assert open_table(path, TableOptions(sheet="Notes")).columns == ("Remark",)
    else:
        assert "the file is empty" in refused(path, sheet="2")


def test_repeated_cells_and_rows_of_opendocument(tmp_path: Path) -> None:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table as Sheet
    from odf.table import TableCell, TableRow
    from odf.text import P, S

    document = OpenDocumentSpreadsheet()
    sheet = Sheet(name="s")

    def row(*given: tuple[str, int], times: int = 1) -> None:
        line = TableRow(numberrowsrepeated=times)
        for text, repeated in given:
            cell = TableCell(valuetype="string", numbercolumnsrepeated=repeated)
            if text:
                cell.addElement(P(text=text))
            line.addElement(cell)
        sheet.addElement(line)

    row(("a", 1), ("b", 1), ("c", 1))
    row(("x", 2), ("", 1), times=2)
    row(("", 16384), times=3)
    row(("", 1), ("y", 1), ("", 16382))
    spaced = TableRow()
    cell = TableCell(valuetype="string")
    paragraph = P(text="two")
    paragraph.addElement(S(c=3))
    paragraph.addText("words")
    cell.addElement(paragraph)
    spaced.addElement(cell)
    spaced.addElement(TableCell(valuetype="date", datevalue="2021-03-15"))
    spaced.addElement(TableCell(valuetype="boolean", booleanvalue="true"))
    sheet.addElement(spaced)
    row(("", 16384), times=1_048_000)
    document.spreadsheet.addElement(sheet)
    document.save(str(tmp_path / "t.ods"))
    assert [row[:2] for row in open_table(tmp_path / "t.ods").rows()] == [
        (2, ("x", "x", "")),
        (3, ("x", "x", "")),
        (7, ("", "y", "")),
        (8, ("two   words", "2021-03-15", "yes")),
    ]


def test_tables_and_queries_of_sqlite(tmp_path: Path) -> None:
    path = write_sqlite(tmp_path / "t.db")
    query = 'SELECT Town AS t, count(*) AS n FROM "the towns" GROUP BY Town ORDER BY Town LIMIT 1'
    table = open_table(path, TableOptions(query=query))
    assert (table.columns, cells(table)) == (("t", "n"), [("Bonn, Rhein", "1")])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE VIEW others AS SELECT 1 AS one")
    assert cells(open_table(path, TableOptions(table="others"))) == [("1",)]
    assert refused(path) == "t.db: which table is meant? say table = with one of: others, the towns"
    assert (
        refused(path, table="towns")
        == "t.db: there is no table 'towns'; did you mean the towns? known: others, the towns"
    )
    assert refused(path, table="others", query="SELECT 1") == "t.db: give a table or a query, not both"
    assert refused(path, table='others"; DROP TABLE "the towns').startswith("t.db: there is no table")


@pytest.mark.parametrize(
    "query",
    [
        'DROP TABLE "the towns"', "DELETE FROM \"the towns\"", "CREATE TABLE x (a)", "ATTACH 'other.db' AS other",
        "PRAGMA writable_schema = 1", "SELECT load_extension('x')", "VACUUM INTO 'other.db'",
        "SELECT zeroblob(1000000000)",
        'INSERT INTO "the towns" VALUES (1, 2, 3) RETURNING Town', "SELECT 1; SELECT 2", "SELECT nothing", "x" * 100,
    ],
)  # fmt: skip
def test_a_query_only_reads(tmp_path: Path, query: str) -> None:
    path = write_sqlite(tmp_path / "t.db")
    before = path.read_bytes()
    assert refused(path, query=query).startswith("t.db: ")
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["t.db"]


def test_the_terms_of_sparql(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    path.write_text(
        '?item\t?label\t?n\t?when\n<http://www.wikidata.org/entity/Q586>\t"B\\u00f6nn \\"x\\"\\t"@de\t42\t'
        '"1950-07-14"^^<http://www.w3.org/2001/XMLSchema#date>\n_:b1\t\t\t"\\\\\\n\\U0001F600"\n',
        encoding="utf-8",
    )
    table = open_table(path)
    assert (table.format, table.columns) == ("sparql-tsv", ("item", "label", "n", "when"))
    assert cells(table) == [
        ("http://www.wikidata.org/entity/Q586", 'Bönn "x"', "42", "1950-07-14"),
        ("", "", "", "\\\n\U0001f600"),
    ]


def test_parquet_is_an_extra_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = WRITERS["towns.parquet"](tmp_path / "t.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert refused(path) == "t.parquet: reading Parquet needs one more package: pip install 'partnergraph[parquet]'"


def test_merged_and_hidden_cells_of_a_spreadsheet_are_told(tmp_path: Path) -> None:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import CoveredTableCell, Table, TableCell, TableRow
    from odf.text import P

    def cell(text: str, **keys: object) -> TableCell:
        made = TableCell(valuetype="string", **keys)
        made.addElement(P(text=text))
        return made

    document, sheet = OpenDocumentSpreadsheet(), Table(name="Towns")
    for row in (
        [cell("Town"), cell("Twin")],
        [cell("Arden", numberrowsspanned=2), cell("Lille")],
        [CoveredTableCell(), cell("Halle")],
        [cell("Cole"), cell("Turin")],
    ):
        line = (
            TableRow(visibility="collapse") if row[1].getElementsByType(P)[0].firstChild.data == "Turin" else TableRow()
        )
        for each in row:
            line.addElement(each)
        sheet.addElement(line)
    document.spreadsheet.addElement(sheet)
    document.save(str(tmp_path / "t.ods"))
    table = open_table(tmp_path / "t.ods")
    assert [row.cells for row in table.rows()] == [("Arden", "Lille"), ("Arden", "Halle")]
    assert table.notes == (
        "t.ods: a merged cell speaks for all its rows (2-3)",
        "t.ods: 1 hidden row (4) was not taken; say hidden = true where they count",
    )
    assert len(list(open_table(tmp_path / "t.ods", TableOptions(hidden=True)).rows())) == 3


def test_a_header_of_two_rows_and_empty_cells_below_filled_ones(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "Own,,Partner,\nTown,Land,Town,Land\nArden,UK,Lille,France\n,,Halle,Germany\nTotal,,2,\n", encoding="utf-8"
    )
    table = open_table(path, TableOptions(header_rows=2, fill_down=("Own Town", "Own Land")))
    assert table.columns == ("Own Town", "Own Land", "Partner Town", "Partner Land")
    assert [row.cells for row in table.rows()] == [
        ("Arden", "UK", "Lille", "France"),
        ("Arden", "UK", "Halle", "Germany"),
        ("Total", "", "2", ""),
    ]
    path.write_text("Town,Land,Town,Land\na,b,c,d\n", encoding="utf-8")
    assert open_table(path, TableOptions(repeated=True)).columns == ("Town", "Land", "Town (2)", "Land (2)")
    assert refused(path, fill_down=("Twon",)).startswith("t.csv: two columns are called")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251"])
def test_a_packed_table_is_read_as_the_plain_one(tmp_path: Path, encoding: str) -> None:
    text = "город\tпобратим\nВитебск\tНиш\n" + "Брест\tКовентри\n" * 40
    (tmp_path / "t.tsv").write_bytes(text.encode(encoding))
    (tmp_path / "t.tsv.gz").write_bytes(gzip.compress(text.encode(encoding)))
    plain, packed = (open_table(tmp_path / name) for name in ("t.tsv", "t.tsv.gz"))
    assert cells(packed) == cells(plain)
    assert cells(plain)[0] == ("Витебск", "Ниш")
    assert (packed.columns, packed.encoding, packed.delimiter) == (plain.columns, plain.encoding, "\t")
