"""The times and lists of GEXF files, in the forms that its versions and programs have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from partnergraph.loading.reading import read_graph
from partnergraph.network import records
from tests.loading.graph_files.test_open_graph import notes, written


def one_edge(folder: Path, edge: str, *, timeformat: str = "date", version: str = "1.2draft") -> dict[str, Any]:
    """Read a GEXF file of two nodes and one edge; return the edge."""
    text = (
        f'<gexf xmlns="http://www.gexf.net/{version}" version="1.2"><graph mode="dynamic" timeformat="{timeformat}">'
        f'<nodes><node id="a" label="Arden"/><node id="b" label="Brink"/></nodes><edges>{edge}</edges></graph></gexf>'
    )
    (row,) = records(read_graph(written(folder, "t.gexf", text)).edges)
    return row


def spells(*spans: str, group: str = "spells", one: str = "spell") -> str:
    inside = "".join(f"<{one} {span}/>" for span in spans)
    return f'<edge source="a" target="b"><{group}>{inside}</{group}></edge>'


@pytest.mark.parametrize(
    ("edge", "form", "found"),
    [
        # Numbers are compared as numbers: 9 comes before 10.
        (spells('start="9.0" end="9.5"', 'start="10.0" end="11.0"'), "double", {"start": 9, "end": 11}),
        (spells('start="100" end="200"', 'start="20" end="90"'), "integer", {"start": 20, "end": 200}),
        # A year may be written as a number, by whatever name the format has.
        ('<edge source="a" target="b" start="1998.0" end="2003.0"/>', "double", {"date": "1998", "until": "2003"}),
        ('<edge source="a" target="b" start="1998" end="2003"/>', "integer", {"date": "1998", "until": "2003"}),
        (spells('start="1998.0" end="1999.0"', 'start="2001.0" end="2003.0"'), "float",
         {"date": "1998", "until": "2003"}),
        # Version 1.1 calls spells slices.
        (spells('start="1991-05-01" end="1993-02-01"', 'start="1999-01-01" end="2004-06-30"', group="slices",
                one="slice"), "date", {"date": "1991-05-01", "until": "2004-06-30"}),
        # A year ends after its months.
        (spells('start="2001" end="2003-05"', 'start="2002" end="2003"'), "date", {"date": "2001", "until": "2003"}),
        # Moments.
        ('<edge source="a" target="b" timestamp="2004-02-01"/>', "date",
         {"date": "2004-02-01", "until": "2004-02-01"}),
        (spells('timestamp="2004.0"', 'timestamp="1999.0"'), "double", {"date": "1999", "until": "2004"}),
        ('<edge source="a" target="b" timestamps="&lt;[2001.0, 1998.0]&gt;"/>', "double",
         {"date": "1998", "until": "2001"}),
        ('<edge source="a" target="b" intervals="&lt;[2001.0, 2003.0); [2007.0, 2009.0]&gt;"/>', "double",
         {"date": "2001", "until": "2009"}),
        # No end is no end.
        ('<edge source="a" target="b" start="2001" end="Infinity"/>', "double", {"date": "2001"}),
        (spells('start="2001" end="2002"', 'start="2005"'), "date", {"date": "2001"}),
        ('<edge source="a" target="b" startopen="2001-01-01" endopen="2002-01-01"/>', "date",
         {"date": "2001-01-01", "until": "2002-01-01"}),
        # A time of day does not take the date away; it is kept beside it.
        ('<edge source="a" target="b" start="2012-01-12T15:00:00" end="2013-01-01"/>', "dateTime",
         {"date": "2012-01-12", "until": "2013-01-01", "start": "2012-01-12T15:00:00"}),
    ],
)  # fmt: skip
def test_the_time_of_an_edge(edge: str, form: str, found: dict[str, Any], tmp_path: Path) -> None:
    row = one_edge(tmp_path, edge, timeformat=form)
    assert {name: row[name] for name in ("date", "until", "start", "end") if name in row} == found


def test_all_spells_are_kept(tmp_path: Path) -> None:
    row = one_edge(tmp_path, spells('start="1991" end="1993"', 'start="1999"', group="slices", one="slice"))
    assert row["spells"] == ("1991..1993", "1999..")


def test_times_of_day_are_told(tmp_path: Path) -> None:
    text = (
        '<gexf version="1.2"><graph><nodes><node id="a"/><node id="b"/></nodes><edges>'
        '<edge source="a" target="b" start="2012-01-12T15:00:00"/><edge source="b" target="a" start="2013-02-01"/>'
        "</edges></graph></gexf>"
    )
    network = read_graph(written(tmp_path, "t.gexf", text))
    assert [(row["date"], row["start"]) for row in records(network.edges)] == [
        ("2012-01-12", "2012-01-12T15:00:00"),
        ("2013-02-01", "2013-02-01"),
    ]
    assert (
        "'start' of the edges has times of day, or dates in words; the column date has the dates, and the whole is "
        "kept as start"
    ) in notes(network)


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("liststring", "[culture, trade]", ("culture", "trade")),
        ("liststring", "culture|trade", ("culture", "trade")),
        ("liststring", "culture;trade", ("culture", "trade")),
        ("liststring", "culture, trade", ("culture", "trade")),
        ("liststring", '["trade, big", "sport"]', ("trade, big", "sport")),
        ("liststring", "[trade]", ("trade",)),
        ("listinteger", "[1998, 2004]", ("1998", "2004")),
        ("listdouble", "1.5|2", ("1.5", "2")),
        ("listboolean", "[true, false]", ("true", "false")),
    ],
)
def test_lists(kind: str, text: str, found: tuple[str, ...], tmp_path: Path) -> None:
    graph = (
        f'<gexf version="1.3"><graph><attributes class="node"><attribute id="0" title="fields" type="{kind}"/>'
        f"</attributes><nodes><node id='a'><attvalues><attvalue for='0' value='{text}'/></attvalues></node></nodes>"
        "</graph></gexf>"
    )
    (row,) = records(read_graph(written(tmp_path, "l.gexf", graph)).nodes)
    assert row["fields"] == found


def test_two_attributes_of_one_name(tmp_path: Path) -> None:
    graph = (
        '<gexf version="1.2"><graph><attributes class="node"><attribute id="0" title="size" type="integer"/>'
        '<attribute id="1" title="size" type="string"/></attributes><nodes><node id="a"><attvalues>'
        '<attvalue for="0" value="5"/><attvalue for="1" value="large"/></attvalues></node></nodes></graph></gexf>'
    )
    network = read_graph(written(tmp_path, "l.gexf", graph))
    (row,) = records(network.nodes)
    assert (row["size"], row["size_1"]) == (5, "large")
    assert notes(network)[0] == "two attributes are called 'size'; the one with the key 1 is 'size 1'"
