"""The loader wikidata_twin_towns against an endpoint on loopback that evaluates its queries on Wikidata's RDF."""

from __future__ import annotations

import json
import os
import re
import time
from typing import TYPE_CHECKING

import pytest

import partnergraph.loading.sparql.endpoint as client
from partnergraph.errors import InputError
from partnergraph.loading.catalogue import default_loaders, open_loader
from partnergraph.loading.identity.joining import join_all
from partnergraph.loading.reading import read_loader, read_named, read_source
from partnergraph.loading.source import named_source
from partnergraph.loading.sparql.endpoint import Patience
from partnergraph.network import records
from tests.conftest import ROOT
from tests.loading.sparql.sparql_server import FACTS, Reply, wikidata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.loading.sparql.sparql_server import Server

LOADER = ROOT / "loaders" / "wikidata_twin_towns"
SAVED = FACTS.with_suffix(".json")


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Server]:
    with wikidata() as server:
        yield server


@pytest.fixture
def loader(
    project: Path, copied_loader: Callable[[str], Path], endpoint: Server, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The loader, asking the endpoint on loopback, without pauses, in a project of its own."""
    monkeypatch.setattr(client, "Patience", lambda: Patience(pause=0.0, first_wait=0.0))
    folder = copied_loader("wikidata_twin_towns")
    manifest = folder / "loader.toml"
    text = manifest.read_text(encoding="utf-8")
    assert text.count("https://query.wikidata.org/sparql") == 1
    manifest.write_text(text.replace("https://query.wikidata.org/sparql", endpoint.address), encoding="utf-8")
    return folder


def test_it_is_not_among_those_that_build_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert LOADER not in default_loaders()
    assert ROOT / "loaders" / "union_state" in default_loaders()
    assert open_loader("wikidata_twin_towns").folder == LOADER


def test_twinnings_with_what_tells_who_the_towns_are(loader: Path, endpoint: Server) -> None:
    reading = read_source(loader)
    assert reading.rejected == ()
    nodes = {row["id"]: row for row in records(reading.network.nodes)}
    assert nodes["place:q2280"] == {
        "id": "place:q2280", "type": "City", "name": "Minsk", "country": "BY", "wikidata": "Q2280",
        "geonames": "625144", "latitude": 53.902778, "longitude": 27.561667, "population": 1995471.0,
    }  # fmt: skip
    assert nodes["place:q90"]["name"] == "Paris", "a label for all languages serves where there is no English one"
    assert "geonames" not in nodes["place:q64"], "of two ids none is taken"
    assert nodes["place:q999999901"] == {
        "id": "place:q999999901", "type": "City", "name": "Q999999901", "wikidata": "Q999999901",
    }, "of two countries none is taken"  # fmt: skip
    assert nodes["place:q999999902"]["type"] == "Region"
    assert nodes["place:q999999902"]["iso_3166_2"] == "DE-HE"
    facts = {
        frozenset((row["source"], row["target"])): (row["type"], row.get("date"), row.get("until"), row["status"])
        for row in records(reading.network.edges)
    }
    assert facts == {
        frozenset(("place:q2280", "place:q586")): ("TWINNING", "1993", None, "active"),
        frozenset(("place:q649", "place:q64")): ("TWINNING", None, None, "active"),
        frozenset(("place:q90", "place:q220")): ("TWINNING", "1956-01-30", None, "active"),
        frozenset(("place:q999999901", "place:q999999902")): ("TWINNING", None, "2001-03", "ended"),
    }
    assert len(reading.network.edges) == 4, "each twinning once, whoever stated it"
    (both,) = (row for row in records(reading.network.edges) if "place:q2280" in (row["source"], row["target"]))
    assert sorted(both["section"].split("; ")) == ["statement Q2280-bonn", "statement Q586-minsk"]
    assert both["sources"] == ("loader:wikidata_twin_towns",)


def test_countries_are_asked_for_one_after_another_and_only_once(loader: Path, endpoint: Server) -> None:
    before = len(endpoint.queries)
    first = read_loader(loader)
    asked = endpoint.queries[before:]
    countries = [query.split("VALUES ?country {")[1].split("}")[0].strip() for query in asked[1:]]
    assert countries == [f"<http://www.wikidata.org/entity/{item}>" for item in ("Q142", "Q159", "Q183", "Q184")]
    assert all("LIMIT 2000 OFFSET 0" in query for query in asked[1:])
    assert read_loader(loader).equals(first)
    assert len(endpoint.queries) == before + len(asked)


def test_pages_of_one_row_say_the_same(loader: Path) -> None:
    one = "SELECT ?country { VALUES ?country { <http://www.wikidata.org/entity/Q142> } }"
    (loader / "countries.rq").write_text(one, encoding="utf-8")
    whole = read_loader(loader)
    manifest = loader / "loader.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("page = 2000", "page = 1"), encoding="utf-8")
    assert len(whole.edges) == 2
    assert read_loader(loader).equals(whole)


def test_without_a_network_the_saved_answer_says_the_same(
    loader: Path, endpoint: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    live = read_loader(loader)
    manifest = loader / "loader.toml"
    text = manifest.read_text(encoding="utf-8")
    with wikidata(before=lambda _query, _number: Reply(status=404)) as gone:
        manifest.write_text(text.replace(endpoint.address, gone.address), encoding="utf-8")
        (loader / "saved.json").write_bytes(SAVED.read_bytes())
        assert read_loader(loader).equals(live)
        assert "HTTP status 404; reading the answer of" in capsys.readouterr().err
        (loader / "saved.json").unlink()
        assert read_loader_from(loader, SAVED) == len(live.edges)


def read_loader_from(loader: Path, data: Path) -> int:
    return len(read_source(loader, [data]).network.edges)


def test_the_saved_answer_is_what_the_endpoint_says(loader: Path) -> None:
    read_loader(loader)
    (kept,) = (loader.parent / ".partnergraph" / "sparql").glob("*.json")
    assert json.loads(kept.read_text(encoding="utf-8")) == json.loads(SAVED.read_text(encoding="utf-8"))


def test_its_fingerprint_is_that_of_the_answer_which_is_kept(loader: Path, endpoint: Server) -> None:
    source = named_source(loader)
    before = len(endpoint.queries)
    assert source.fingerprint() == "", "nothing is asked to find out"
    assert len(endpoint.queries) == before
    read = read_named(source)
    asked = len(endpoint.queries)
    assert asked > before
    assert len(read.fingerprint) == 32
    assert source.fingerprint() == read.fingerprint
    again = read_named(source)
    assert again.fingerprint == read.fingerprint
    assert again.reading.network.equals(read.reading.network)
    assert len(endpoint.queries) == asked
    (kept,) = (loader.parent / ".partnergraph" / "sparql").glob("*.json")
    answer = kept.read_text(encoding="utf-8")
    kept.write_text(answer.replace("Minsk", "Mensk"), encoding="utf-8")
    assert source.fingerprint() not in {"", read.fingerprint}
    kept.write_text(answer, encoding="utf-8")
    (loader / "twinnings.rq").write_text("SELECT ?town {}", encoding="utf-8")
    assert source.fingerprint() == "", "another question has not been asked yet"
    (loader / "twinnings.rq").unlink()
    assert source.fingerprint() == ""
    with pytest.raises(InputError, match=r"query\]: .*twinnings\.rq cannot be read"):
        read_named(source)


def test_an_old_answer_has_none_until_it_was_asked_for_anew(loader: Path) -> None:
    source = named_source(loader)
    first = read_named(source).fingerprint
    (kept,) = (loader.parent / ".partnergraph" / "sparql").glob("*.json")
    old = time.time() - 31 * 86_400
    os.utime(kept, (old, old))
    assert source.fingerprint() == ""
    assert read_named(source).fingerprint == first == source.fingerprint(), "the towns have not changed"


def test_what_was_written_while_the_endpoint_was_asked_counts(loader: Path) -> None:
    manifest = loader / "loader.toml"
    text = manifest.read_text(encoding="utf-8")

    def meanwhile(_query: str, _number: int) -> None:
        manifest.write_text(asking.replace('licence = "CC0 1.0"', 'licence = "CC0"'), encoding="utf-8")

    with wikidata(before=meanwhile) as slow:
        asking = re.sub(r'endpoint = ".*"', f'endpoint = "{slow.address}"', text)
        manifest.write_text(asking, encoding="utf-8")
        source = named_source(loader)
        read = read_named(source)
    assert source.origin.licence == "CC0 1.0"  # type: ignore[union-attr]
    assert read.loader.licence == "CC0"
    assert read.fingerprint == named_source(loader).fingerprint()


def test_wikidatas_towns_are_those_of_the_reference_network(loader: Path) -> None:
    reference = open_loader(ROOT / "loaders" / "union_state")
    first, second = join_all([(reference, read_loader(reference)), (open_loader(loader), read_loader(loader))])
    joined = {party.id: verdict.known.id for party, verdict in second.joins.joined if verdict.known}
    assert joined == {"place:q2280": "city:minsk", "place:q649": "city:moscow"}
    assert second.joins.open == ()
    whole = first.network.merged(second.network)
    assert len(whole.nodes) == len(first.network.nodes) + len(second.network.nodes) - 2
    assert len(whole.edges) == len(first.network.edges) + 4
    minsk = {row["id"]: row for row in records(whole.nodes)}["city:minsk"]
    assert (minsk["wikidata"], minsk["country"]) == ("Q2280", "BY")
    (twinning,) = (
        row for row in records(whole.edges) if {row["source"], row["target"]} == {"city:minsk", "place:q586"}
    )
    assert (twinning["loader"], twinning["sources"]) == ("wikidata_twin_towns", ("loader:wikidata_twin_towns",))
