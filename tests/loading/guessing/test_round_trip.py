"""A table made from a known network, with headers of another office in another language, is guessed back to it."""

from __future__ import annotations

import random
import tempfile
from datetime import date as day_of
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from partnergraph.dates import first_day
from partnergraph.network import Network, records
from tests.hypothesis_settings import unhurried
from tests.loading.guessing.guessed_tables import placed, read_guessed, written_csv


class Town(NamedTuple):
    name: str
    country: str
    words: dict[str, str]
    latitude: str
    longitude: str


class Fact(NamedTuple):
    first: Town
    second: Town
    date: str
    status: str
    url: str


def town(name: str, country: str, english: str, russian: str, german: str, latitude: str, longitude: str) -> Town:
    return Town(name, country, {"en": english, "ru": russian, "de": german}, latitude, longitude)


FIRSTS = (
    town("Coventry", "GB", "United Kingdom", "Великобритания", "Großbritannien", "52.41", "-1.51"),
    town("Volgograd", "RU", "Russia", "Россия", "Russland", "48.71", "44.51"),
    town("Dresden", "DE", "Germany", "Германия", "Deutschland", "51.05", "13.74"),
    town("Kraków", "PL", "Poland", "Польша", "Polen", "50.06", "19.94"),
)
SECONDS = (
    town("Arnhem", "NL", "Netherlands", "Нидерланды", "Niederlande", "51.98", "5.91"),
    town("Granby", "CA", "Canada", "Канада", "Kanada", "45.4", "-72.73"),
    town("Chengdu", "CN", "China", "Китай", "China", "30.66", "104.06"),
    town("Toledo", "ES", "Spain", "Испания", "Spanien", "39.86", "-4.03"),
    town("Toledo", "US", "United States", "США", "USA", "41.66", "-83.56"),
    town("Brest", "BY", "Belarus", "Беларусь", "Belarus", "52.1", "23.7"),
    town("Brest", "FR", "France", "Франция", "Frankreich", "48.39", "-4.49"),
)
#: By language: the two names, their countries, dates with their form, statuses, links, and what says nothing.
HEADERS: dict[str, dict[str, list[Any]]] = {
    "en": {
        "names": [("City", "Twin town"), ("origincityLabel", "sistercityLabel"), ("Town A", "Town B"),
                  ("Our municipality", "Foreign partner"), ("source_city", "target_city"), ("City 1", "City 2")],
        "countries": [("origin country", "destination_countryLabel"), ("Country 1", "Country 2")],
        "places": [("originlat", "originlong", "destinationlat", "destinationlong"),
                   ("Lat 1", "Lon 1", "Lat 2", "Lon 2")],
        "dates": [("Since", "%Y"), ("Date signed", "%Y-%m-%d"), ("Start date", "%d/%m/%Y"), ("Year", "%Y")],
        "statuses": [("Status", {"active": "In force", "ended": "Terminated", "signed": "Signed"})],
        "links": ["Link", "Source URL", "Website"],
        "noise": ["No", "Population of partner", "Contact person"],
    },
    "ru": {
        "names": [("Город", "Город-побратим"), ("Наш город", "Зарубежный партнёр"),
                  ("Муниципалитет 1", "Муниципалитет 2"), ("Населённый пункт", "Побратим")],
        "countries": [("Страна 1", "Страна 2"), ("Наша страна", "Страна побратима")],
        "places": [("Широта 1", "Долгота 1", "Широта 2", "Долгота 2")],
        "dates": [("Дата подписания", "%d.%m.%Y"), ("Год установления", "%Y"), ("Заключено", "%d.%m.%Y")],
        "statuses": [("Статус", {"active": "действует", "ended": "прекращено", "signed": "подписано"})],
        "links": ["Ссылка", "Источник (ссылка)", "Сайт"],
        "noise": ["№ п/п", "Население побратима", "Контактное лицо"],
    },
    "de": {
        "names": [("Stadt", "Partnerstadt"), ("Gemeinde", "Partnergemeinde"), ("Unsere Stadt", "Partner im Ausland"),
                  ("Kommune 1", "Kommune 2")],
        "countries": [("Land 1", "Land 2"), ("Eigenes Land", "Partnerland")],
        "places": [("Breite 1", "Länge 1", "Breite 2", "Länge 2")],
        "dates": [("seit", "%Y"), ("Unterzeichnungsdatum", "%d.%m.%Y"), ("Partnerschaftsbeginn", "%d.%m.%Y")],
        "statuses": [("Status", {"active": "aktiv", "ended": "beendet", "signed": "unterzeichnet"})],
        "links": ["Quelle (URL)", "Link", "Webseite"],
        "noise": ["Nr.", "Einwohner der Partnerstadt", "Ansprechpartner"],
    },
}  # fmt: skip


@st.composite
def facts(draw: st.DrawFn) -> list[Fact]:
    pairs = draw(st.lists(st.tuples(st.sampled_from(FIRSTS), st.sampled_from(SECONDS)), min_size=2, max_size=12,
                          unique_by=lambda pair: (pair[0].name, pair[1].name, pair[1].country)))  # fmt: skip
    found = []
    for number, (first, second) in enumerate(pairs):
        # A day above 12 in the first row tells day from month; elsewhere any day.
        day = draw(st.integers(13, 28) if number == 0 else st.integers(1, 28))
        date = f"{draw(st.integers(1944, 2024))}-{draw(st.integers(1, 12)):02}-{day:02}"
        status = draw(st.sampled_from(["active", "ended", "signed"]))
        found.append(Fact(first, second, date, status, f"https://example.org/{number}"))
    return found


def table_of(found: list[Fact], language: str, pick: random.Random, *, places: bool) -> tuple[list[list[str]], str]:
    """Return the rows of a table with these facts, and the form of its dates."""
    words = HEADERS[language]
    names, countries = pick.choice(words["names"]), pick.choice(words["countries"])
    (date, form), (status, statuses) = pick.choice(words["dates"]), pick.choice(words["statuses"])
    columns: dict[str, list[str]] = {
        names[0]: [fact.first.name for fact in found],
        names[1]: [fact.second.name for fact in found],
        countries[0]: [fact.first.words[language] for fact in found],
        countries[1]: [fact.second.words[language] for fact in found],
        date: [day_of.fromisoformat(str(first_day(fact.date))).strftime(form) for fact in found],
        status: [statuses[fact.status] for fact in found],
        pick.choice(words["links"]): [fact.url for fact in found],
        words["noise"][0]: [str(number) for number in range(1, len(found) + 1)],
        words["noise"][1]: [str(pick.randint(500, 900_000)) for _ in found],
        words["noise"][2]: [pick.choice(["A. Person", "B. Person"]) for _ in found],
    }
    if places:
        cells = [(f.first.latitude, f.first.longitude, f.second.latitude, f.second.longitude) for f in found]
        columns |= dict(zip(pick.choice(words["places"]), map(list, zip(*cells, strict=True)), strict=True))
    order = list(columns)
    pick.shuffle(order)
    return [order, *map(list, zip(*(columns[name] for name in order), strict=True))], form


def facts_of(network: Network) -> set[tuple[object, ...]]:
    """Return what a network says: the two towns, whichever comes first, the date, the status and the source."""
    nodes = {row["id"]: (row["name"], row.get("country")) for row in records(network.nodes)}
    urls = {row["id"]: row.get("url") for row in records(network.sources)}
    return {
        (
            frozenset({nodes[row["source"]], nodes[row["target"]]}),
            row["type"],
            row["date"],
            row["status"],
            *(urls[source] for source in row["sources"]),
        )
        for row in records(network.edges)
    }


@unhurried
@given(facts(), st.sampled_from(sorted(HEADERS)), st.randoms(use_true_random=False), st.booleans())
def test_a_table_is_guessed_back(found: list[Fact], language: str, pick: random.Random, places: bool) -> None:
    rows, form = table_of(found, language, pick, places=places)
    encoding = "cp1251" if language == "ru" and "ó" not in str(rows) else "utf-8"
    with tempfile.TemporaryDirectory() as folder:
        path = written_csv(Path(folder) / "table.csv", rows, delimiter=pick.choice(",;\t"), encoding=encoding)
        made, reading = read_guessed(path)
    assert reading.rejected == ()
    length = 4 if form == "%Y" else 10
    expected = {
        (
            frozenset({(fact.first.name, fact.first.country), (fact.second.name, fact.second.country)}),
            made.tie.name,
            fact.date[:length],
            fact.status,
            fact.url,
        )
        for fact in found
    }
    assert facts_of(reading.network) == expected, placed(made)
    twins = {"twin", "sister", "побратим", "partnerstadt", "partnergemeinde"}
    if any(word in name.casefold() for name in rows[0] for word in twins):
        assert made.tie.name == "TWINNING"
    if places:
        expected_places = {
            (each.name, each.country, float(each.latitude), float(each.longitude))
            for fact in found
            for each in (fact.first, fact.second)
        }
        columns = ("name", "country", "latitude", "longitude")
        assert {tuple(row[name] for name in columns) for row in records(reading.network.nodes)} == expected_places
    number, inhabitants, contact = HEADERS[language]["noise"]
    assert {column for column, (taken, _) in placed(made).items() if taken == "nothing"} == {number, contact}
    assert placed(made)[inhabitants] == ("population of the second party", "sure")


@unhurried
@given(facts(), st.sampled_from(sorted(HEADERS)), st.randoms(use_true_random=False))
def test_an_unmarked_country_is_never_put_with_the_wrong_party(
    found: list[Fact], language: str, pick: random.Random
) -> None:
    """A single column Country, of the second party, anywhere in the table: taken for it, or asked about."""
    words = HEADERS[language]
    names = pick.choice(words["names"])
    country = {"en": "Country", "ru": "Страна", "de": "Land"}[language]
    columns = {
        names[0]: [fact.first.name for fact in found],
        names[1]: [fact.second.name for fact in found],
        country: [fact.second.words[language] for fact in found],
    }
    order = [names[0], names[1], country] if pick.random() < 0.5 else [country, names[0], names[1]]
    rows = [order, *map(list, zip(*(columns[name] for name in order), strict=True))]
    with tempfile.TemporaryDirectory() as folder:
        made, reading = read_guessed(written_csv(Path(folder) / "table.csv", rows))
    taken = {row["name"]: row["country"] for row in records(reading.network.nodes) if "country" in row}
    firsts = {fact.first.name for fact in found}
    several = any(len({fact.second.country for fact in found if fact.first.name == name}) > 1 for name in firsts)
    alike = any(len({fact.second.country for fact in found if fact.second.name == name}) > 1
                for name in {fact.second.name for fact in found})  # fmt: skip
    if several and not alike:
        assert set(taken.items()) == {(fact.second.name, fact.second.country) for fact in found}
    elif not alike:
        assert taken == {}
        assert [placed.column.name for _, placed in made.questions] == [country]
    assert not firsts & taken.keys() or alike
