"""Canonical CSV files: what is read, what is written, and every fault of their form."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnergraph.errors import Finding
from partnergraph.tables import RawTable, cell_text, raw_from_frame, read_csv, split_list, to_frame, write_csv
from partnergraph.vocabulary import TABLES, column_names

#: On a busy machine a slow example is no fault.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

HEADER = "id,type,name,country\n"


def read(tmp_path: Path, content: str | bytes, table: str = "nodes") -> tuple[RawTable, list[Finding]]:
    path = tmp_path / f"{table}.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_csv(path, table)


def rows_of(raw: RawTable) -> list[dict[str, str]]:
    return [raw.row(index) for index in range(len(raw))]


def cells(raw: RawTable, *names: str) -> list[tuple[str, ...]]:
    return [tuple(row[name] for name in names) for row in rows_of(raw)]


def test_cells_are_texts_without_the_space_around_them(tmp_path: Path) -> None:
    raw, findings = read(tmp_path, HEADER + 'city:a, City ,"Town, ""A""",BY\ncity:b,City,Город Б,\n')
    assert findings == []
    assert (raw.table, raw.file, list(raw.numbers)) == ("nodes", "nodes.csv", [2, 3])
    assert rows_of(raw) == [
        {"id": "city:a", "type": "City", "name": 'Town, "A"', "country": "BY"},
        {"id": "city:b", "type": "City", "name": "Город Б", "country": ""},
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_byte_order_mark_and_line_ends_make_no_difference(tmp_path: Path, end: str, mark: str) -> None:
    text = f'{mark}{HEADER}a,City,"one\ntwo",BY\nb,City,B,RU\n'.replace("\n", end)
    raw, findings = read(tmp_path, text)
    assert findings == []
    assert cells(raw, "id", "name", "country") == [("a", "one\ntwo", "BY"), ("b", "B", "RU")]
    assert list(raw.numbers) == [2, 3]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(tmp_path: Path) -> None:
    """A cell of three lines is one row; an empty row is a row, though it says nothing."""
    raw, findings = read(tmp_path, HEADER + 'a,City,"1\n2\n3",\n\n,,,\n  , ,,\nb,City,B,')
    assert findings == []
    assert cells(raw, "id") == [("a",), ("b",)]
    assert list(raw.numbers) == [2, 6]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf"])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    raw, findings = read(tmp_path, content)
    assert rows_of(raw) == []
    assert findings == [Finding("nodes.csv", 0, "", "", "the file is empty; it needs a header line")]


@pytest.mark.parametrize("content", ["\nid,type,name\n", ",,\n"])
def test_an_empty_first_line(tmp_path: Path, content: str) -> None:
    _, findings = read(tmp_path, content)
    assert findings == [Finding("nodes.csv", 1, "", "", "the first line is empty; it needs a header")]


def test_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    raw, findings = read(tmp_path, HEADER)
    assert (rows_of(raw), list(raw.numbers), findings) == ([], [], [])


def test_missing_unknown_and_repeated_columns_are_told_together(tmp_path: Path) -> None:
    raw, findings = read(tmp_path, "id,typ,country,country,qqqqq,Name\nx,y,z,a,b,c\n")
    known = f"unknown column; known: {', '.join(column_names('nodes'))}"
    assert rows_of(raw) == []
    assert findings == [
        Finding("nodes.csv", 1, "typ", "", known, "type"),
        Finding("nodes.csv", 1, "qqqqq", "", known),
        Finding("nodes.csv", 1, "Name", "", known, "name"),
        Finding("nodes.csv", 1, "country", "", "the column stands twice"),
        Finding("nodes.csv", 1, "type", "", "this column is missing"),
        Finding("nodes.csv", 1, "name", "", "this column is missing"),
    ]


@pytest.mark.parametrize("sign", [";", "\t"])
def test_a_file_with_another_separator_is_told_that(tmp_path: Path, sign: str) -> None:
    header = sign.join(("id", "type", "name"))
    _, findings = read(tmp_path, header + "\n")
    problem = f"the cells are separated by {sign!r}; save the file with commas"
    assert findings == [Finding("nodes.csv", 1, "", header, problem)]


def test_ragged_rows_are_all_named_and_the_others_read(tmp_path: Path) -> None:
    raw, findings = read(tmp_path, HEADER + "a,City,A\nb,City,B,BY\n\nc,City,C,BY,x,y\n")
    assert cells(raw, "id") == [("b",)]
    assert list(raw.numbers) == [3]
    assert findings == [
        Finding("nodes.csv", 2, "", "", "the row has 3 cells, the header 4"),
        Finding("nodes.csv", 5, "", "", "the row has 6 cells, the header 4"),
    ]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (HEADER.encode() + b"a,City,A,\nb,City,\xc3\xa9\xff,\n", 3),
        (HEADER.encode() + "a,City,Минск,\n".encode("cp1251"), 2),
        (HEADER.encode("utf-16"), 1),
    ],
)
def test_the_line_that_is_not_utf_8_is_named(tmp_path: Path, content: bytes, line: int) -> None:
    raw, findings = read(tmp_path, content)
    assert rows_of(raw) == []
    assert findings == [Finding("nodes.csv", line, "", "", "this line is not UTF-8; save the file as UTF-8")]


#: More rows than are turned into columns at once.
MANY = "".join(f"city:{number},City,Town {number % 7},BY\n" for number in range(5000))


@pytest.mark.parametrize("before", ["", "city:x,City\n", 'city:x,City,"X"x,\n'])
def test_a_line_that_is_not_utf_8_is_named_far_down_in_a_file_too(tmp_path: Path, before: str) -> None:
    """Whatever else is wrong with the file: who saves it as UTF-8 is told the rest."""
    lines = (HEADER + before + MANY).encode()
    problem = "this line is not UTF-8; save the file as UTF-8"
    for content in (lines + "y,City,Город,\n".encode("cp1251"), lines + b"y,City,\xd0\n" + MANY.encode()):
        raw, findings = read(tmp_path, content)
        assert rows_of(raw) == []
        assert findings == [Finding("nodes.csv", lines.count(b"\n") + 1, "", "", problem)]
    header = lines.replace(b"type", b"typ", 1)
    assert read(tmp_path, header + b"\xff")[1] == [Finding("nodes.csv", lines.count(b"\n") + 1, "", "", problem)]


def test_ragged_and_blank_rows_are_found_far_down_in_a_file_too(tmp_path: Path) -> None:
    raw, findings = read(tmp_path, f"{HEADER}{MANY}\nx,City,X\n , ,,\ny,City,Y,\nz,City,Z,,\n{MANY}")
    assert findings == [
        Finding("nodes.csv", 5003, "", "", "the row has 3 cells, the header 4"),
        Finding("nodes.csv", 5006, "", "", "the row has 5 cells, the header 4"),
    ]
    assert list(raw.numbers) == [*range(2, 5002), 5005, *range(5007, 10_007)]
    assert raw.row(5000) == {"id": "y", "type": "City", "name": "Y", "country": ""}
    assert raw.row(10_000) == {"id": "city:4999", "type": "City", "name": "Town 1", "country": "BY"}


def test_quotes_that_do_not_close_keep_the_rows_before_them(tmp_path: Path) -> None:
    raw, findings = read(tmp_path, f'{HEADER}{MANY}x,City,"X"x,\n{MANY}')
    problem = "not readable as CSV from this row on: ',' expected after '\"'"
    assert findings == [Finding("nodes.csv", 5002, "", "", problem)]
    assert (len(raw), raw.row(4999)["id"]) == (5000, "city:4999")


def test_cells_that_differ_in_space_alone_are_one_and_columns_keep_theirs_apart(tmp_path: Path) -> None:
    raw, _ = read(tmp_path, HEADER + "a, a ,a,a \n" + " b,b,  a,b\n" * 600)
    assert {name: set(column) for name, column in raw.columns.items()} == {
        "id": {"a", "b"}, "type": {"a", "b"}, "name": {"a"}, "country": {"a", "b"}
    }  # fmt: skip
    assert [column[0] for column in raw.columns.values()] == ["a"] * 4


@unhurried
@given(st.lists(st.lists(st.sampled_from(["", " ", "a", " a", "b", "1", "1.0"]), min_size=4, max_size=4), min_size=1))
def test_every_cell_of_a_long_table_stands_where_it_stood(rows: list[list[str]]) -> None:
    many = rows * (1200 // len(rows))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "nodes.csv")
        path.write_text(HEADER + "".join(f"{','.join(row)}\n" for row in many), encoding="utf-8")
        raw, findings = read_csv(path, "nodes")
    stripped = [[cell.strip() for cell in row] for row in many]
    assert findings == []
    assert [list(row.values()) for row in rows_of(raw)] == [row for row in stripped if any(row)]
    assert list(raw.numbers) == [number for number, row in enumerate(stripped, 2) if any(row)]


def test_a_cell_beyond_the_limit_of_the_csv_module_is_a_finding_beside_the_others(tmp_path: Path) -> None:
    limit = csv.field_size_limit()
    raw, findings = read(tmp_path, f"{HEADER}a,City,A\nb,City,{'x' * limit},\nc,City,{'x' * (limit + 1)},\n")
    assert cells(raw, "name") == [("x" * limit,)]
    assert findings == [
        Finding("nodes.csv", 2, "", "", "the row has 3 cells, the header 4"),
        Finding(
            "nodes.csv", 4, "", "", f"not readable as CSV from this row on: field larger than field limit ({limit})"
        ),
    ]


@pytest.mark.parametrize(
    ("row", "problem"),
    [('b,City,"B,BY', "unexpected end of data"), ('b,City,"B"x,BY', "',' expected after '\"'")],
)
def test_quotes_that_do_not_close_are_a_finding_with_their_row(tmp_path: Path, row: str, problem: str) -> None:
    raw, findings = read(tmp_path, f"{HEADER}a,City,A,\n{row}\n")
    assert cells(raw, "id") == [("a",)]
    assert findings == [Finding("nodes.csv", 3, "", "", f"not readable as CSV from this row on: {problem}")]


def test_findings_show_the_name_that_was_given(tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    path.write_text("", encoding="utf-8")
    raw, findings = read_csv(path, "nodes", "tables/n.csv")
    assert (raw.file, findings[0].file) == ("tables/n.csv", "tables/n.csv")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *((None, ""), (float("nan"), ""), (np.float32("nan"), ""), (pd.NA, ""), (pd.NaT, ""), ("", ""), ((), "")),
        *((5, "5"), (5.0, "5"), (-0.0, "0"), (0.1, "0.1"), (1e300, "1e+300"), (2.0**53, "9007199254740992.0")),
        *((np.int64(5), "5"), (np.float64(12.5), "12.5"), (np.float64(3), "3"), (np.array(["a", "b"]), "a;b")),
        *((" a ", "a"), ("a\r\nb\rc", "a\nb\nc"), (("a", "b"), "a;b"), (["x "], "x"), (True, "True")),
    ],
)
def test_the_text_that_stands_for_a_value(value: object, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize(
    ("cell", "items"),
    [("", ()), (";", ()), (" ; ;", ()), ("a", ("a",)), ("b; a;;b ;c", ("b", "a", "c")), ("a,b;c", ("a,b", "c"))],
)
def test_a_list_is_split_at_semicolons_without_empty_and_repeated_items(cell: str, items: tuple[str, ...]) -> None:
    assert split_list(cell) == items


def test_a_frame_has_every_column_in_order_with_its_type() -> None:
    frame = to_frame("sources", [{"id": "a", "title": "A", "year": 2019}, {"title": "", "id": "b"}])
    assert tuple(frame.columns) == column_names("sources")
    assert frame["year"].dtype == "Int64"
    assert frame["year"].tolist() == [2019, pd.NA]
    assert frame["title"].tolist() == ["A", None]
    nodes = to_frame("nodes", [{"id": "a", "aliases": ("x", "y"), "latitude": 5}, {"id": "b"}], ("loader",))
    assert list(nodes.columns) == [*column_names("nodes"), "loader"]
    assert nodes["aliases"].tolist() == [("x", "y"), ()]
    assert nodes["latitude"].tolist()[0] == 5.0
    assert np.isnan(nodes["latitude"].tolist()[1])
    for table in TABLES:
        assert len(to_frame(table, ())) == 0
        assert tuple(to_frame(table, ()).columns) == column_names(table)


def test_what_is_written_can_be_read_by_eye(tmp_path: Path) -> None:
    row = {"id": "a1", "type": "TRADE", "source": "x", "target": "y", "amount": 1.65e9, "sources": ("s1", "s2")}
    rows = [row, {"id": "a2", "title": 'Quoted "so", twice\nand "thrice"', "amount": 0.5}]
    write_csv(to_frame("edges", rows, ("loader",)), tmp_path / "edges.csv", "edges")
    assert (tmp_path / "edges.csv").read_bytes().decode() == (
        "id,type,source,target,date,until,status,title,amount,unit,sources,section,note,carries_out,stated_as\n"
        "a1,TRADE,x,y,,,,,1650000000,,s1;s2,,,,\n"
        'a2,,,,,,,"Quoted ""so"", twice\nand ""thrice""",0.5,,,,,,\n'
    )


awkward = st.sampled_from(['"', '""', ",", ";", "\n", "\r", "\r\n", "\t", "'", "=1+1", "\ufeff", "\u2028", "\x85", " "])
texts = st.lists(awkward | st.text(st.characters(exclude_categories=["Cs"]), max_size=5), max_size=6).map("".join)
items = texts.map(lambda text: cell_text(text).replace(";", ":").strip()).filter(bool)
values = {
    "text": texts,
    "date": st.sampled_from(["2021", "2021-03", "2021-03-15"]),
    "number": st.floats(allow_nan=False, allow_infinity=False) | st.just(float("nan")),
    "year": st.integers(1, 9999) | st.none(),
    "list": st.lists(items, unique=True, max_size=4).map(tuple),
}


@pytest.mark.parametrize("table", list(TABLES))
@unhurried
@given(st.data())
def test_cells_come_back_as_they_were_written(table: str, data: st.DataObject) -> None:
    """A text comes back without the space around it, a list item by item, a number to the last digit."""
    row = st.fixed_dictionaries({column.name: values[column.kind] for column in TABLES[table]})
    rows = data.draw(st.lists(row, max_size=4))
    frame = to_frame(table, rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{table}.csv")
        write_csv(frame, path, table)
        raw, findings = read_csv(path, table)
        again = Path(folder, "again.csv")
        write_csv(pd.DataFrame(rows_of(raw), columns=list(column_names(table))), again, table)
        if len(rows_of(raw)) == len(rows):
            assert again.read_bytes() == path.read_bytes()
    assert findings == []
    stated = [written for written in rows if any(map(cell_text, written.values()))]
    assert rows_of(raw) == [{name: cell_text(value) for name, value in written.items()} for written in stated]
    for written, found in zip(stated, rows_of(raw), strict=True):
        for column in TABLES[table]:
            if column.kind == "list":
                assert split_list(found[column.name]) == written[column.name]
            elif column.kind == "number" and found[column.name]:
                assert float(found[column.name]) == written[column.name]


@unhurried
@given(st.lists(st.lists(texts, max_size=5).map(",".join), max_size=6).map("\n".join))
def test_any_text_is_read_or_gives_findings_with_their_place(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "nodes.csv")
        path.write_text(text, encoding="utf-8", newline="")
        raw, findings = read_csv(path, "nodes")
    assert findings or {"id", "type", "name"} <= set(text.splitlines()[0].split(","))
    assert all(finding.file == "nodes.csv" and finding.problem for finding in findings)
    assert {len(column) for column in raw.columns.values()} <= {len(raw.numbers)}


def test_a_table_of_rows_has_the_columns_of_all_of_them() -> None:
    raw = RawTable.of_rows("nodes", "n.csv", [{"id": "a"}, {"name": "B", "id": "b"}], [4, 9])
    assert rows_of(raw) == [{"id": "a", "name": ""}, {"id": "b", "name": "B"}]
    assert (raw.column("name"), raw.column("note"), len(raw)) == (["", "B"], ["", ""], 2)


@unhurried
@given(
    st.lists(
        st.sampled_from([1, 1.0, True, "1", (1,), (True,), ("1",), ("1", "x"), (), None, float("nan"), pd.NA, 0, -0.0])
        | st.sampled_from(["a", " a", "a\r\nb"])
    )
)
def test_each_value_of_a_frame_has_its_own_text_whatever_stands_beside_it(values: list[object]) -> None:
    """1, 1.0 and True are equal, and their texts are not."""
    for kind in (object, int, float, str, tuple):
        chosen = [each for each in values if isinstance(each, kind)]
        raw = raw_from_frame(pd.DataFrame({"name": pd.Series(chosen, dtype=object)}), "nodes")
        assert raw.columns["name"] == [cell_text(value) for value in chosen]


def test_frames_and_files_become_the_same_cells() -> None:
    frame = pd.DataFrame(
        {"id": ["a", None], "aliases": [("x", "y"), float("nan")], "latitude": [1.5, 2.0]}, index=[7, 9]
    )
    raw = raw_from_frame(frame, "nodes")
    assert (raw.table, raw.file, list(raw.numbers)) == ("nodes", "nodes", [1, 2])
    assert rows_of(raw) == [
        {"id": "a", "aliases": "x;y", "latitude": "1.5"},
        {"id": "", "aliases": "", "latitude": "2"},
    ]
