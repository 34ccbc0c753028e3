"""The conventions of the reference network: how its nodes and its facts are written."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final

from partnergraph.vocabulary import STANDARD
from tests.loaders.union_state import FOLDER, OPEN_START, SLUG, chapters, cited, day, edges, names, nodes, rows


def test_the_tables_are_utf8_with_plain_line_ends() -> None:
    for table in ("nodes", "edges", "sources"):
        raw = (FOLDER / f"{table}.csv").read_bytes()
        assert b"\r" not in raw
        assert raw.endswith(b"\n")
        assert not raw.startswith(b"\xef\xbb\xbf")
        assert unicodedata.is_normalized("NFC", raw.decode("utf-8"))


def test_no_cell_has_stray_spaces() -> None:
    for table in ("nodes", "edges", "sources"):
        for row in rows(table):
            for name, cell in row.items():
                assert cell == " ".join(cell.split()), (row["id"], name)


PREFIXES: Final = {
    "Country": "country",
    "FederalDistrict": "federal-district",
    "Region": "region",
    "District": "district",
    "City": "city",
    "Settlement": "settlement",
    "Enterprise": "enterprise",
    "Institution": "institution",
    "Event": "event",
    "Programme": "programme",
}


def test_node_ids_are_slugs_under_the_prefix_of_their_type() -> None:
    for row in rows("nodes"):
        assert re.fullmatch(f"{PREFIXES[row['type']]}:{SLUG}", row["id"]), row["id"]


def test_no_two_nodes_share_a_name_or_alias() -> None:
    owner: dict[str, str] = {}
    for row in rows("nodes"):
        for name in {name.casefold() for name in names(row)}:
            assert owner.setdefault(name, row["id"]) == row["id"], name


def test_no_node_lists_an_alias_twice() -> None:
    for row in rows("nodes"):
        folded = [name.casefold() for name in names(row)]
        assert len(folded) == len(set(folded)), row["id"]


def test_edge_ids_are_made_of_their_facts() -> None:
    for row in rows("edges"):
        kind = row["type"].lower().replace("_", "-")
        source, target = (row[end].split(":")[1] for end in ("source", "target"))
        stem = f"{kind}:{source}--{target}:{day(row).replace('/', '-') or 'undated'}"
        assert row["id"].startswith(stem), row["id"]
        rest = re.fullmatch(rf"(?::(fn-\d{{3}}))?(?::{SLUG})?", row["id"].removeprefix(stem))
        assert rest, row["id"]
        assert rest[1] is None or rest[1] in cited(row), row["id"]


def test_every_edge_has_a_title_of_at_most_fifteen_words() -> None:
    for row in rows("edges"):
        assert 1 <= len(row["title"].split()) <= 15, row["id"]


def test_the_section_is_one_chapter_or_two() -> None:
    for row in rows("edges"):
        assert re.fullmatch(r"chapter [1-6](?:; chapter [1-6])?", row["section"]), row["id"]
        assert chapters(row) == sorted(set(chapters(row))), row["id"]


UNITS: Final = {
    "USD": 54, "RUB": 6,
    "agreements": 9, "programmes": 4, "universities": 1, "fields": 1, "meetings": 1,
    "companies": 19, "organisations": 1, "residents": 1, "joint ventures": 1,
    "dealer centres": 1, "sales units": 1, "trading houses": 1, "shops": 3,
    "regions": 3, "cities": 4, "families": 1, "representatives": 1,
    "buses": 8, "trolleybuses": 1, "trams": 1, "tractors": 1, "dump trucks": 4, "machines": 3, "combines": 1,
    "harvesters": 1, "logging complexes": 2, "water treatment plants": 3, "sewage treatment plants": 2,
    "schools": 1, "school places": 2, "facilities": 1, "houses": 1,
    "tonnes": 4, "hectares": 1, "cattle": 1,
}  # fmt: skip


def test_amounts_have_units_and_units_amounts() -> None:
    for row in rows("edges"):
        assert bool(row["amount"]) == bool(row["unit"]), row["id"]
        if row["amount"]:
            assert float(row["amount"]) > 0, row["id"]
    assert Counter(row["unit"] for row in rows("edges") if row["unit"]) == UNITS


def test_a_trade_row_is_money_in_a_stated_period() -> None:
    for row in edges("TRADE"):
        assert row["unit"] in {"USD", "RUB"}, row["id"]
        assert row["date"], row["id"]
        assert row["until"], row["id"]
        assert row["status"] == "active", row["id"]


def test_turnover_is_told_once_a_pair_and_period() -> None:
    told = Counter((row["source"], row["target"], row["date"], row["until"]) for row in edges("TRADE"))
    assert set(told.values()) == {1}


def test_in_undirected_types_the_belarusian_party_stands_first() -> None:
    for row in rows("edges"):
        if row["type"] in {"AGREEMENT", "TWINNING", "COOPERATION", "TRADE"}:
            ends = nodes()[row["source"]]["country"], nodes()[row["target"]]["country"]
            assert ends != ("RU", "BY"), row["id"]


def test_no_fact_is_later_than_the_book() -> None:
    for row in rows("edges"):
        if day(row) > "2022-01-31":
            assert row["status"] in {"planned", "proposed"}, row["id"]


def test_visits_are_cooperation_between_the_two_parties() -> None:
    visits = [row for row in rows("edges") if re.search(r"\bvisit", row["title"], re.IGNORECASE)]
    of = [row for row in visits if row["title"].startswith("Visit of ")]
    assert len(of) == 12
    assert {row["type"] for row in of} == {"COOPERATION"}
    assert not [row for row in rows("nodes") if row["type"] == "Event" and "visit" in row["name"].lower()]


def test_a_venture_points_to_the_partners_side_and_lies_in_its_host() -> None:
    for row in edges("JOINT_VENTURE"):
        venture, partner = nodes()[row["source"]], nodes()[row["target"]]
        assert venture["country"] != partner["country"], row["id"]
        assert not row["amount"], row["id"]
    hosts = Counter(nodes()[row["source"]]["located_in"] for row in edges("JOINT_VENTURE", target="country:belarus"))
    # Of Stroyengineering the book says only that it has a Belarusian founder.
    assert hosts == {"region:tatarstan": 3, "": 1}


def test_makers_stand_before_their_dealers() -> None:
    dealers = {row["target"] for row in edges("DEALERSHIP")}
    assert not dealers & {row["source"] for row in edges("DEALERSHIP")} - {"country:belarus"}
    assert {row["source"].partition(":")[0] for row in edges("DEALERSHIP")} == {"enterprise", "country"}
    assert {row["source"] for row in edges("DEALERSHIP") if row["source"].startswith("country:")} == {"country:belarus"}
    named = {name for name in dealers if name.startswith("enterprise:")}
    assert {name.removeprefix("enterprise:") for name in named} == {
        "agrosupport", "belarusian-foods", "belmashservice", "belorussky-firmenny", "dagselmash", "megapolis",
        "minsk-motor-plant-trading-house", "molodechnomebel-trading-house", "tpc-mtz-tatarstan",
        "traditions-and-tastes", "utyos",
    }  # fmt: skip
    assert all(nodes()[name]["located_in"] for name in named)


def year_of_attestation(row: dict[str, str]) -> str:
    """The year of which the note says that it tells the state; "" where it says nothing of the kind."""
    found = re.search(r"\bstate of [^.;,:]*?(\d{4})", row["note"], re.IGNORECASE)
    return found[1] if found else ""


def test_an_attested_state_has_its_day() -> None:
    stated = [row for row in rows("edges") if year_of_attestation(row)]
    for row in stated:
        assert day(row).startswith(year_of_attestation(row)), row["id"]
    assert len(stated) == 198


def test_a_lasting_state_that_is_only_attested_has_an_open_start() -> None:
    for row in rows("edges"):
        lasts = not STANDARD.happens(row["type"], row["unit"] or None)
        attested = bool(year_of_attestation(row)) and lasts and row["status"] in {"active", "signed"}
        assert row["date"].startswith(OPEN_START) == attested, row["id"]


#: Dates by their form; each digit stands as 0.
DATES: Final = {
    "": 162, "../0000": 102, "../0000-00": 39, "../0000-00-00": 1, "0000": 197,
    "0000-00": 387, "0000-00-00": 2, "0000-00/0000": 1, "0000-00/0000-00": 11, "0000/0000": 15,
}  # fmt: skip


def test_dates_are_counted_by_form() -> None:
    forms = Counter(re.sub(r"\d", "0", row["date"]) for row in rows("edges"))
    assert forms == DATES
    readme = " ".join((FOLDER / "README.md").read_text(encoding="utf-8").split())
    assert f"{forms['']} facts have no date" in readme
    open_starts = sum(count for form, count in forms.items() if form.startswith(OPEN_START))
    assert f"There are {open_starts} such rows" in readme


def test_a_fact_carries_out_what_stands_in_the_table_and_is_no_later() -> None:
    by_id = {row["id"]: row for row in rows("edges")}
    links = [(row, by_id[promise]) for row in rows("edges") for promise in row["carries_out"].split(";") if promise]
    assert len(links) == 36
    for row, promise in links:
        assert promise["status"] in {"planned", "proposed", "signed"}, row["id"]
        dates = [day(each)[: min(len(day(row)), len(day(promise)))] for each in (promise, row)]
        assert dates == sorted(dates), row["id"]


def test_the_school_of_strelitsa_is_one_promise_and_one_deed() -> None:
    (deed,) = edges("CONSTRUCTION", source="enterprise:building-trust-12", target="settlement:strelitsa")
    (promise,) = edges("CONSTRUCTION", source="country:belarus", target="settlement:strelitsa")
    assert (promise["status"], deed["status"]) == ("proposed", "active")
    assert promise["id"] in deed["carries_out"].split(";")


def names_its_seat(row: dict[str, str]) -> bool:
    """Whether a name or alias has the beginning of the town or region in it."""
    stem = row["located_in"].partition(":")[2].removesuffix("-region").removesuffix("-oblast")[:5]
    return stem in re.sub("[^a-z]+", "-", " ".join(names(row)).lower())


def test_a_seat_is_told_by_a_name_or_a_note() -> None:
    for row in rows("nodes"):
        if row["type"] in {"Enterprise", "Institution"} and row["located_in"]:
            assert row["note"] or names_its_seat(row), row["id"]
