"""The named queries: each as its header says, with equal rows on every engine, and right about the book."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from partnergraph.database.loads.load import load
from partnergraph.database.queries.named_queries import find_queries, read_query
from partnergraph.loader import Loader
from partnergraph.network import Network
from partnergraph.vocabulary import STANDARD
from tests.conftest import ENGINES, make_loader
from tests.database.asking import FOLDER, ask, picked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from partnergraph.database.connection import Database

NAMES = sorted(path.stem for path in FOLDER.glob("*.cypher"))

#: What each query is tried with; one that is not here fails.
SAMPLES: dict[str, list[dict[str, str]]] = {
    "action-plans": [{}, {"party": "Vladimir Oblast"}],
    "agreements": [{"party": "Brest Oblast"}, {"party": "Belarus", "inside": "no"}],
    "agreements-in-force": [
        {"as_of": "2019-06-01"},
        {"as_of": "2021", "party": "Grodno Region"},
        {"as_of": "2021-09"},
        {"as_of": "2023-02"},
    ],
    "assembly-plants": [{}, {"enterprise": "MTZ"}, {"place": "Volga Federal District"}],
    "construction": [{}, {"place": "Voronezh Oblast"}, {"contractor": "Belarus"}],
    "dealers": [{}, {"enterprise": "Gomselmash"}, {"place": "Tatarstan"}],
    "ego": [{"party": "MTZ"}, {"party": "BUTB"}],
    "events-of": [{"party": "Grodno Region"}, {"party": "Grodno Region", "inside": "no"}],
    "fact": [{"id": "agreement:belarus--leningrad-oblast:1998"}, {"id": "trade:belarus--irkutsk-oblast:2015"}],
    "facts-between": [
        {"first": "Belarus", "second": "Tuva"},
        {"first": "Belarus", "second": "Leningrad Oblast", "inside": "yes"},
    ],
    "facts-by-year": [{}, {"party": "Amkodor"}],
    "facts-of-source": [{"source": "fn-036"}, {"source": "zalessky-2023"}],
    "firsts": [{}, {"each": "1", "party": "Belarus"}],
    "hubs": [{}, {"kind": "city"}, {"type": "agreement", "limit": "5"}],
    "investments": [{}, {"party": "Gomel Region"}],
    "joint-partners": [{"first": "MTZ", "second": "Amkodor"}],
    "joint-ventures": [{}, {"party": "Tatarstan"}],
    "latest": [{}, {"party": "Vitebsk Region"}, {"type": "agreement", "limit": "5"}],
    "memberships": [{}, {"party": "Pramen"}],
    "overview": [{}],
    "participation": [{"event": "event:twin-cities-meeting-10"}],
    "parties": [{"text": "minsk"}, {"text": "ТЫВА"}, {"text": "a", "kind": "region"}],
    "partners": [{"party": "BUTB"}, {"party": "Grodno"}],
    "partners-of-partners": [{"party": "Brest Region"}, {"party": "MTZ", "countries": "yes", "limit": "5"}],
    "place-matrix": [
        {"within": "FederalDistrict", "country": "Belarus"},
        {"within": "region", "country": "Russia"},
    ],
    "present-in": [{"place": "Tatarstan"}, {"place": "Leningrad Oblast"}],
    "promises-and-deeds": [{}, {"party": "Tuva"}],
    "regional-agreements": [{"region": "Brest Region"}, {"region": "Grodno Region"}, {"region": "Leningrad Oblast"}],
    "regions-without-agreement": [
        {"country": "Russia", "partner": "Brest Region"},
        {"country": "Belarus", "partner": "Leningrad Oblast"},
    ],
    "running-out": [{"ended": "2023"}, {"ended": "2020/2021", "party": "Tatarstan"}],
    "shortest-path": [
        {"start": "Vitebsk Region", "end": "Grodno Region"},
        {"start": "Terekalmaz", "end": "Tuva", "countries": "yes"},
        {"start": "MTZ", "end": "Bashkortostan"},
        {"start": "Terekalmaz", "end": "Polotsk"},
    ],
    "signed-in": [{"began": "2021"}, {"began": "2017", "party": "Grodno Region"}, {"began": "201X", "perhaps": "yes"}],
    "sources": [{}, {"kind": "book", "limit": "5"}],
    "supplies": [{}, {"party": "MTZ"}, {"goods": "tractor"}, {"as_of": "2021"}],
    "supply-chain": [{"party": "Terekalmaz"}, {"party": "MTZ"}],
    "turnover": [
        {"place": "Irkutsk Oblast"},
        {"place": "Volga Federal District", "inside": "yes"},
        {"place": "Belarus", "as_of": "2019"},
    ],
    "twin-towns": [{"place": "Leningrad Oblast"}, {"place": "Grodno"}],
    "university-ties": [{}, {"party": "Novosibirsk Oblast"}],
    "withdrawn": [{}, {"loader": "union_state"}],
}
TRIED = [(name, given) for name, samples in SAMPLES.items() for given in samples]
TRIED_IDS = [f"{name} {' '.join(f'{key}={value}' for key, value in given.items())}".strip() for name, given in TRIED]
#: Samples that rightly find nothing.
EMPTY = [("withdrawn", {}), ("withdrawn", {"loader": "union_state"}), ("shortest-path", SAMPLES["shortest-path"][3])]


def test_at_least_25_queries_are_found_under_the_names_of_their_files(tmp_path: Path) -> None:
    found = find_queries(tmp_path)
    assert len(NAMES) >= 25
    assert {query.path.stem for query in found.values()} == set(NAMES) == set(found)


@pytest.mark.parametrize("name", NAMES)
def test_header(name: str) -> None:
    query = read_query(FOLDER / f"{name}.cypher")
    assert query.name == name
    assert not query.purpose.endswith(".")
    assert query.text.count("withdrawn_at") >= (name == "fact") + 1


def test_every_query_has_samples() -> None:
    assert set(SAMPLES) == set(NAMES)


@pytest.mark.parametrize(("name", "given"), TRIED, ids=TRIED_IDS)
def test_columns_are_the_declared_ones(book: Database, name: str, given: dict[str, str]) -> None:
    rows = ask(book, name, **given)
    declared = tuple(column for column, _ in read_query(FOLDER / f"{name}.cypher").columns)
    assert bool(rows.records) is ((name, given) not in EMPTY)
    assert rows.columns == declared


@pytest.mark.parametrize("engine", ENGINES[1:])
@pytest.mark.parametrize(("name", "given"), TRIED, ids=TRIED_IDS)
def test_rows_are_equal_on_the_engines(
    books: Callable[[str], Database], engine: str, name: str, given: dict[str, str]
) -> None:
    assert ask(books("embedded"), name, **given) == ask(books(engine), name, **given)


#: A fact of every type between parties that the samples above ask for; the first two are parallel.
RUMOURS = [
    ("AGREEMENT", "region:brest-region", "region:leningrad-oblast", "signed"),
    ("AGREEMENT", "region:brest-region", "region:leningrad-oblast", "signed"),
    ("AGREEMENT", "region:grodno-region", "region:tatarstan", "signed"),
    ("AGREEMENT", "country:belarus", "region:vladimir-oblast", "signed"),
    ("TWINNING", "city:grodno", "city:kommunar", "active"),
    ("SUPPLIES", "enterprise:terekalmaz", "enterprise:amkodor", "active"),
    ("SUPPLIES", "enterprise:minsk-tractor-works", "region:leningrad-oblast", "active"),
    ("ASSEMBLY_PLANT", "enterprise:minsk-tractor-works", "city:kazan", "active"),
    ("DEALERSHIP", "enterprise:gomselmash", "city:kazan", "active"),
    ("JOINT_VENTURE", "enterprise:amkodor", "region:tatarstan", "active"),
    ("CONSTRUCTION", "country:belarus", "region:voronezh-oblast", "active"),
    ("INVESTMENT", "country:russia", "region:gomel-region", "active"),
    ("TRADE", "country:belarus", "region:irkutsk-oblast", "active"),
    ("TRADE", "country:belarus", "region:tatarstan", "active"),
    ("COOPERATION", "region:vitebsk-region", "region:grodno-region", "active"),
    ("COOPERATION", "institution:belarusian-universal-commodity-exchange", "region:tuva", "active"),
    ("COOPERATION", "institution:novosibirsk-state-university", "enterprise:amkodor", "proposed"),
    ("COOPERATION", "country:belarus", "region:tuva", "active"),
    ("MEMBERSHIP", "enterprise:terekalmaz", "programme:pramen", "active"),
    ("PARTICIPATION", "region:grodno-region", "event:twin-cities-meeting-10", "active"),
]


def rumours(book: Network, *, stated: bool) -> Network:
    """A second source's network among the book's parties, with its facts or without any."""
    rows = [
        {
            "id": f"rumour-{number}", "type": kind, "source": source, "target": target, "date": "2017", "until": "2023",
            "status": status, "title": "Action plan, it is said", "sources": "hearsay",
        }
        for number, (kind, source, target, status) in enumerate(RUMOURS)
    ]  # fmt: skip
    columns = list(rows[0])
    sources = pd.DataFrame([{"id": "hearsay", "kind": "book", "title": "Hearsay", "year": "2018"}])
    edges = pd.DataFrame(rows if stated else [], columns=columns)
    return Network.from_frames(book.nodes.astype(object), edges, sources, vocabulary=STANDARD)


#: Queries about one fact, one source, or what is gone: a new fact elsewhere is not theirs to tell.
UNTOUCHED = {"fact", "facts-of-source", "withdrawn"}


@pytest.fixture
def spread(book: Database, stated: tuple[Loader, Network], tmp_path: Path) -> Iterator[Callable[[], object]]:
    """Adds the rumours to the book; they are gone again after the test."""
    loader = make_loader("rumours", tmp_path)
    yield lambda: load(book, rumours(stated[1], stated=True), loader)
    load(book, rumours(stated[1], stated=False), loader, prune=True, force=True)


@pytest.fixture
def deny(book: Database, stated: tuple[Loader, Network], tmp_path: Path) -> Callable[[], object]:
    """Withdraws the rumours."""
    silent = rumours(stated[1], stated=False)
    return lambda: load(book, silent, make_loader("rumours", tmp_path), force=True)


def test_withdrawn_facts_are_hidden_everywhere_but_in_withdrawn(
    book: Database, spread: Callable[[], object], deny: Callable[[], object]
) -> None:
    def answers() -> dict[str, list[Any]]:
        samples = zip(TRIED_IDS, TRIED, strict=True)
        return {identifier: ask(book, name, **given).records for identifier, (name, given) in samples}

    before = answers()
    spread()
    told = answers()
    changed = {
        name for identifier, (name, _) in zip(TRIED_IDS, TRIED, strict=True) if told[identifier] != before[identifier]
    }
    assert set(NAMES) - changed <= UNTOUCHED
    deny()
    after = answers()
    gone = ask(book, "withdrawn", loader="rumours")
    assert after.pop("withdrawn") == gone.records
    assert after == {identifier: rows for identifier, rows in before.items() if identifier != "withdrawn"}
    assert sorted(picked(gone, "fact")) == sorted(f"rumour-{number}" for number in range(len(RUMOURS)))
    fields = dict(picked(ask(book, "fact", id="rumour-0"), "field", "value"))
    assert fields["withdrawn"] == gone.records[0][0]


def test_parallel_facts_are_both_listed(book: Database, spread: Callable[[], object]) -> None:
    spread()
    parallel = {"rumour-0", "rumour-1"}
    assert parallel <= set(picked(ask(book, "agreements", party="Brest Region"), "fact"))
    assert parallel <= set(picked(ask(book, "agreements", party="Leningrad Oblast"), "fact"))
    assert parallel <= set(picked(ask(book, "ego", party="Brest Region"), "fact"))
    assert parallel <= set(picked(ask(book, "signed-in", began="2017"), "fact"))
    regional = {row["partner"]: row for row in ask(book, "regional-agreements", region="Brest Region")}
    assert regional["Leningrad Oblast"]["agreements"] == 2


def test_a_fact_with_both_ends_in_the_place_asked_for_is_listed_once(
    book: Database, spread: Callable[[], object]
) -> None:
    spread()
    inner = picked(ask(book, "facts-between", first="Belarus", second="Belarus", inside="yes"), "fact")
    assert inner.count("rumour-14") == 1
    assert len(inner) == len(set(inner))
    agreements = picked(ask(book, "agreements", party="Belarus"), "fact")
    assert len(agreements) == len(set(agreements))
