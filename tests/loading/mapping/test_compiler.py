"""A mapping is compiled before the first row is read: every fault is said, all at once, by its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnergraph.errors import UsageError
from partnergraph.loading.reading import read_source
from partnergraph.vocabulary import STANDARD, STATUSES
from tests.loading.mapping.written_mappings import MAPPING, compile_faults, one_line, read, write_mapped

COLUMNS = "Town, Land, Partner, Partner land, Since"


def with_line(after: str, line: str) -> str:
    """The mapping with a line more."""
    assert after in MAPPING
    return MAPPING.replace(after, f"{after}\n{line}", 1)


@pytest.mark.parametrize(
    ("mapping", "fault"),
    [
        (
            MAPPING.replace("{Town}", "{Twon}"),
            (
                f"[mapping.nodes.town.name]: the table has no such column; known: {COLUMNS} (found 'Twon'); "
                "nearest valid value: Town"
            ),
        ),
        (
            MAPPING.replace('"{Since}"', '{ column = "since" }'),
            (
                f"[mapping.edges.date.column]: the table has no such column; known: {COLUMNS} (found 'since'); "
                "nearest valid value: Since"
            ),
        ),
        (
            with_line('type = "City"', 'nmae = "x"'),
            (
                "[mapping.nodes.town.nmae]: unknown key; known: id, type, name, country, located_in, aliases, "
                "iso_3166_2, wikidata, geonames, latitude, longitude, note, optional, same_within_km (found "
                "'nmae'); nearest valid value: name"
            ),
        ),
        (
            MAPPING.replace('"City"', '"Citty"', 1),
            (
                f"[mapping.nodes.town.type]: unknown node type; known: {', '.join(STANDARD.node_types)} (found "
                "'Citty'); nearest valid value: City"
            ),
        ),
        (
            MAPPING.replace("TWINNING", "TWINING"),
            (
                f"[mapping.edges.type]: unknown edge type; known: {', '.join(STANDARD.edge_types)} (found "
                "'TWINING'); nearest valid value: TWINNING"
            ),
        ),
        (
            MAPPING.replace('"City"', '"Enterprise"', 1),
            (
                "[mapping.edges.source]: the source of TWINNING cannot be of type Enterprise; it may be "
                "Country, FederalDistrict, Region, District, City, Settlement (found 'town')"
            ),
        ),
        (
            MAPPING.replace('target = "partner"', 'target = "partnr"'),
            (
                "[mapping.edges.target]: not one of this mapping's nodes; known: town, partner (found "
                "'partnr'); nearest valid value: partner"
            ),
        ),
        (
            MAPPING.replace('target = "partner"\n', ""),
            "[mapping.edges]: this edge has no target; name one of this mapping's nodes",
        ),
        (MAPPING.replace('type = "TWINNING"\n', ""), "[mapping.edges]: this edge has no type"),
        (
            MAPPING.replace('name = "{Town}"\n', ""),
            "[mapping.nodes.town]: this node has no name; say name, or leave out its type if it is described elsewhere",
        ),
        (
            MAPPING.replace('type = "City"\n', "", 1),
            (
                "[mapping.nodes.town]: this node has no type; only a node described elsewhere has none, and "
                "then nothing but an id"
            ),
        ),
        (with_line('name = "{Town}"', 'latitude = "50.7"'), "[mapping.nodes.town]: latitude and longitude go together"),
        (
            with_line('name = "{Town}"', 'country = "Germny"').replace('country = "{Land}"\n', ""),
            "[mapping.nodes.town.country]: no country is called so (found 'Germny'); nearest valid value: Germany",
        ),
        (
            with_line('date = "{Since}"', 'status = "sgned"'),
            (
                f"[mapping.edges.status]: unknown status; known: {', '.join(STATUSES)} (found 'sgned'); nearest "
                "valid value: signed"
            ),
        ),
        (with_line('date = "{Since}"', 'amount = "{Since}"'), "[mapping.edges]: amount and unit go together"),
        (
            with_line('date = "{Since}"', 'sources = ["minutes"]'),
            "[mapping.edges.sources]: not one of this mapping's sources; known: none (found 'minutes')",
        ),
        (
            with_line('date = "{Since}"', 'status = { column = "Since", lookup = "state" }'),
            "[mapping.edges.status.lookup]: there is no lookup of this name; known: none (found 'state')",
        ),
        (
            with_line('date = "{Since}"', 'status = { column = "Since", lookup = "s" }')
            + '[lookups.s]\n"1950" = "activ"\n',
            (
                f"[mapping.edges.status]: unknown status; known: {', '.join(STATUSES)} (found 'activ'); nearest "
                "valid value: active"
            ),
        ),
        (
            with_line('file = "towns.csv"', 'date_format = "%d.%m"'),
            "[mapping.date_format]: not the form of a date with a year; write \"%d.%m.%Y\" (found '%d.%m')",
        ),
        (
            with_line('file = "towns.csv"', 'decimal = "comma"'),
            "[mapping.decimal]: this must be one sign, such as a comma (found 'comma')",
        ),
        (
            with_line('file = "towns.csv"', 'thousands = "."'),
            "[mapping.thousands]: the sign between thousands is that before the fraction (found '.')",
        ),
        (
            with_line('file = "towns.csv"', "header = true"),
            "[mapping.header]: this must be the number of a row, 0 where there is no header (found 'True')",
        ),
        (
            with_line('file = "towns.csv"', 'quotes = "no"'),
            "[mapping.quotes]: this must be true or false, without quotes (found 'no')",
        ),
        (
            with_line('file = "towns.csv"', 'keep = { column = "Town" }'),
            (
                "[mapping.keep[1]]: this asks nothing of the cell; say one of is, is_not, matches, filled, "
                "at_least, at_most"
            ),
        ),
        (
            with_line('file = "towns.csv"', 'keep = { column = "Town", mtches = "x" }'),
            (
                "[mapping.keep[1].mtches]: unknown key; known: column, template, split, part, extract, lookup, "
                "unknown, default, read, format, decimal, thousands, times, beside, is, is_not, matches, filled, "
                "at_least, at_most (found 'mtches'); nearest valid value: matches"
            ),
        ),
        (
            with_line('file = "towns.csv"', 'keep = { column = "Town", matches = "(" }'),
            (
                "[mapping.keep[1].matches]: not a regular expression (missing ), unterminated subpattern at "
                "position 0) (found '(')"
            ),
        ),
        (
            MAPPING.replace('"{Town}"', '"{Town"'),
            (
                "[mapping.nodes.town.name]: a brace without its counterpart; write {{ or }} for a brace that is "
                "meant (found '{Town')"
            ),
        ),
        (
            MAPPING.replace('"{Town}"', '{ split = ";" }'),
            '[mapping.nodes.town.name]: say either column = "..." or template = "..."',
        ),
        (
            MAPPING.replace('"{Town}"', '{ column = "Town", split = "" }'),
            "[mapping.nodes.town.name.split]: this must be the sign between two values, and not empty",
        ),
        (
            MAPPING.replace('"{Town}"', '{ column = "Town", unknown = "keep" }'),
            "[mapping.nodes.town.name.unknown]: this goes with a lookup, and there is none",
        ),
        (MAPPING.replace('"{Town}"', "[1]"), "[mapping.nodes.town.name]: this must be a text in quotes (found '[1]')"),
        (MAPPING + "[lookups.empty]\n", '[lookups.empty]: there is no word in it; write "in force" = "active"'),
        (
            MAPPING + '[lookups.codes]\nfile = "towns.csv"\nword = "Twon"\nmeans = "Land"\n',
            (
                f"[lookups.codes.word]: towns.csv has no such column; known: {COLUMNS} (found 'Twon'); nearest "
                "valid value: Town"
            ),
        ),
        (
            '[[mapping]]\nfile = "towns.csv"\n',
            "[mapping.nodes]: a mapping names at least one node; write [mapping.nodes.town]",
        ),
    ],
)
def test_each_fault_names_its_key(project: Path, mapping: str, fault: str) -> None:
    assert compile_faults(project / "towns", mapping) == [f"loader.toml {fault}"]


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        (
            '[mapping.values]\na = "{b}"\nb = "{c}"\nc = "{a}x"\n',
            "[mapping.values.c]: the words need each other in a circle: a needs b needs c needs a",
        ),
        ('[mapping.values]\na = "{a}"\n', "[mapping.values.a]: the words need each other in a circle: a needs a"),
        (
            '[mapping.values]\nTown = "x"\n',
            "[mapping.values.Town]: a column of the table is called so too; take another word",
        ),
    ],
)
def test_words_that_need_each_other(project: Path, more: str, fault: str) -> None:
    mapping = MAPPING.replace("[mapping.nodes.town]", f"{more}\n[mapping.nodes.town]")
    assert f"loader.toml {fault}" in compile_faults(project / "towns", mapping)


def test_nodes_that_lie_in_each_other(project: Path) -> None:
    mapping = MAPPING.replace('name = "{Town}"', 'name = "{Town}"\nlocated_in = "partner"')
    mapping = mapping.replace('name = "{Partner}"', 'name = "{Partner}"\nlocated_in = "town"')
    assert compile_faults(project / "towns", mapping) == [
        "loader.toml [mapping.nodes.town.located_in]: the nodes lie in each other in a circle: town in partner in town"
    ]


def test_a_node_that_lies_in_no_place(project: Path) -> None:
    firm = '[mapping.nodes.firm]\ntype = "Enterprise"\nname = "{Town}"\n'
    mapping = MAPPING.replace('name = "{Partner}"', 'name = "{Partner}"\nlocated_in = "firm"') + firm
    assert compile_faults(project / "towns", mapping) == [
        (
            "loader.toml [mapping.nodes.partner.located_in]: a node of type Enterprise is not a place, "
            "so nothing lies in it (found 'firm')"
        )
    ]
    mapping = MAPPING.replace('name = "{Town}"', 'name = "{Town}"\nlocated_in = "prtner"')
    assert compile_faults(project / "towns", mapping) == [
        (
            "loader.toml [mapping.nodes.town.located_in]: not one of this mapping's nodes, nor an id; "
            "known: town, partner (found 'prtner'); nearest valid value: partner"
        )
    ]


def test_the_faults_of_all_mappings_are_said_at_once(project: Path) -> None:
    second = MAPPING.replace("{Town}", "{Stadt}").replace("towns.csv", "more.csv")
    mapping = MAPPING.replace("TWINNING", "TWINED").replace("{Land}", "{Country}") + second
    faults = compile_faults(project / "towns", mapping, more_csv=b"")
    assert [fault.split(":")[0] for fault in faults] == [
        "loader.toml [mapping 1.nodes.town.country]",
        "loader.toml [mapping 1.edges.type]",
        "loader.toml [mapping 2.file]",
    ]


def test_no_row_is_read_before_the_mapping_is_in_order(project: Path) -> None:
    table = 'Town,Land,Partner,Partner land,Since\n"Bonn,Germany'
    faults = compile_faults(project / "towns", MAPPING.replace("{Town}", "{City}"), towns_csv=table)
    assert len(faults) == 1
    assert "no such column" in faults[0]
    assert one_line(project / "towns", towns_csv=table).startswith("towns.csv, row 2: not readable from this row on")


def test_a_missing_file_is_one_line_with_what_to_do(project: Path) -> None:
    folder = write_mapped(project / "towns", with_line('file = "towns.csv"', 'missing = "ask the town hall for it"'))
    (folder / "towns.csv").rename(project / "elsewhere.csv")
    assert one_line_of(folder) == (
        f"there is no file towns.csv in {folder}; ask the town hall for it, or name another one with --data FILE"
    )
    assert read_source(folder, [project / "elsewhere.csv"]).network.nodes["name"].tolist() == ["Bonn", "Oxford"]
    assert one_line_of(folder, project / "nowhere.csv") == f"--data {project / 'nowhere.csv'}: there is no such file"


def test_data_replaces_the_file_of_its_name(project: Path) -> None:
    second = MAPPING.replace("towns.csv", "more.csv")
    folder = write_mapped(project / "towns", MAPPING + second, more_csv=b"Town,Land,Partner,Partner land,Since\n")
    other = project / "more.csv"
    other.write_text("Town,Land,Partner,Partner land,Since\nA,DE,B,FR,2001\n", encoding="utf-8")
    assert read_source(folder, [other]).network.nodes["name"].tolist() == ["Bonn", "Oxford", "A", "B"]
    (project / "x.csv").write_bytes(other.read_bytes())
    assert one_line_of(folder, project / "x.csv").startswith(
        f"--data {project / 'x.csv'}: which of the loader's files does it replace?"
    )


def test_a_mapping_without_a_fault_is_none(project: Path) -> None:
    assert read(project / "towns").rejected == ()


def one_line_of(folder: Path, *data: Path) -> str:
    with pytest.raises(UsageError) as raised:
        read_source(folder, list(data))
    assert "\n" not in str(raised.value)
    return str(raised.value)
