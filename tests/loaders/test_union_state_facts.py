"""Facts of the reference network by value, as the book tells them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from tests.loaders.union_state import Row, chain, chapters, cited, edges, nodes, rows

if TYPE_CHECKING:
    from collections.abc import Iterable


def ends_and_date(found: Iterable[Row]) -> set[tuple[str, str, str]]:
    return {(row["source"], row["target"], row["date"]) for row in found}


#: Pair, Belarusian party, party in Leningrad Oblast, year.
LENINGRAD_PAIRS: Final = (
    (1, "district:logoysk-district", "district:volosovsky-district", "2010"),
    (2, "district:mozyr-district", "district:volkhovsky-district", "2006"),
    (3, "district:rechitsa-district", "district:vyborgsky-district-leningrad-oblast", "2011"),
    (4, "district:nesvizh-district", "district:gatchinsky-district", "2010"),
    (5, "district:svetlogorsk-district", "district:kingiseppsky-district", "2010"),
    (6, "district:myadel-district", "district:kirovsky-district-leningrad-oblast", "2013"),
    (7, "district:baranovichi-district", "district:lomonosovsky-district-leningrad-oblast", "2008"),
    (8, "city:bobruisk", "district:luzhsky-district", "2017"),
    (9, "district:gorodok-district", "district:luzhsky-district", "2014"),
    (10, "district:miory-district", "district:podporozhsky-district", "2017"),
    (11, "district:mogilev-district", "district:priozersky-district", "2006"),
    (12, "district:shklov-district", "district:slantsevsky-district", "2018"),
    (13, "district:dzerzhinsk-district", "district:tikhvinsky-district", "2009"),
    (14, "district:rogachev-district", "district:tosnensky-district", "2010"),
    (15, "city:polotsk", "city:tosno", "2010"),
    (16, "district:vileyka-district", "settlement:shcheglovo-rural-settlement", "2012"),
    (17, "city:svetlogorsk", "city:kommunar", "2007"),
    (18, "district:ostrovets-district", "district:sosnovoborsky-urban-okrug", "2012"),
    (18, "district:ostrovets-district", "district:sosnovoborsky-urban-okrug", "2016"),
)


def test_the_eighteen_twinnings_with_leningrad_oblast() -> None:
    found = {
        (int(re.findall(r"Pair (\d+)", row["note"])[0]), row["source"], row["target"], row["date"])
        for row in edges("TWINNING", section="chapter 2")
    }
    assert found == set(LENINGRAD_PAIRS)
    assert all(
        "region:leningrad-oblast" in {place["id"] for place in chain(nodes()[pair[2]])} for pair in LENINGRAD_PAIRS
    )


def test_pair_eighteen_has_a_second_year() -> None:
    pair = {"source": "district:ostrovets-district", "target": "district:sosnovoborsky-urban-okrug"}
    assert [(row["type"], row["date"]) for row in edges(**pair)] == [("TWINNING", "2012"), ("TWINNING", "2016")]


def test_grodno_and_its_russian_partner_towns() -> None:
    twins = {
        "city:dzerzhinsk": "2005",
        "city:khimki": "2005",
        "district:shchukino-district": "2005",
        "city:vologda": "2007",
        "city:cheboksary": "2009",
        "district:tuapsinsky-district": "2012",
        "city:tambov": "2015",
        "city:ukhta": "2017-09",
    }
    assert {row["target"]: row["date"] for row in edges("TWINNING", source="city:grodno")} == twins
    assert len(twins) == 8
    # The eighth by a first agreement of 2017, counted as partner towns too; that of 2021 is another agreement.
    told = [row for row in edges(source="city:grodno", target="city:ukhta") if row["type"] != "SUPPLIES"]
    assert [(row["type"], row["date"], row["status"]) for row in told] == [
        ("TWINNING", "2017-09", "active"),
        ("AGREEMENT", "2017-09", "signed"),
        ("AGREEMENT", "2021-10", "signed"),
    ]


def test_the_two_twinnings_of_vladimir_oblast() -> None:
    expected = {("city:bobruisk", "city:vladimir", "1998"), ("city:brest", "city:kovrov", "2006")}
    assert ends_and_date(edges("TWINNING", section="chapter 4")) == expected


def test_brest_region_has_agreements_with_nineteen_named_regions() -> None:
    named = {
        "penza-oblast", "astrakhan-oblast", "belgorod-oblast", "bryansk-oblast", "irkutsk-oblast", "kaliningrad-oblast",
        "kaluga-oblast", "kostroma-oblast", "lipetsk-oblast", "novosibirsk-oblast", "pskov-oblast", "saratov-oblast",
        "smolensk-oblast", "tyumen-oblast", "stavropol-krai", "karachay-cherkessia", "buryatia", "udmurtia",
        "yamalo-nenets-autonomous-okrug",
    }  # fmt: skip
    found = [row["target"] for row in edges("AGREEMENT", source="region:brest-region") if "fn-102" in cited(row)]
    assert sorted(place for place in found if place != "country:russia") == sorted(f"region:{name}" for name in named)
    (total,) = edges("AGREEMENT", source="region:brest-region", target="country:russia", amount="26")
    assert total["unit"] == "agreements"


def turnover(region: str) -> dict[tuple[str, str], tuple[float, str]]:
    return {
        (row["date"], row["until"]): (float(row["amount"]), row["unit"])
        for row in edges("TRADE", source="country:belarus", target=region)
    }


def test_turnover_of_bashkortostan_over_the_years() -> None:
    assert turnover("region:bashkortostan") == {
        ("2018", "2018"): (750e6, "USD"),
        ("2020", "2020"): (427e6, "USD"),
        ("2021-01", "2021-09"): (280e6, "USD"),
    }
    (exports,) = edges(
        "SUPPLIES", source="country:belarus", target="region:bashkortostan", date="2021-01", until="2021-10"
    )
    assert (exports["amount"], exports["unit"]) == ("122400000", "USD")


@pytest.mark.parametrize(
    ("region", "figures"),
    [
        ("stavropol-krai", {("2013", "2013"): (6.7e9, "RUB"), ("2016", "2016"): (140e6, "USD")}),
        ("dagestan", {("2014", "2014"): (14e6, "USD"), ("2017", "2017"): (16.67e6, "USD")}),
        (
            "pskov-oblast",
            {("2017", "2017"): (200e6, "USD"), ("2019", "2019"): (121e6, "USD"), ("2020-01", "2020-09"): (77e6, "USD")},
        ),
        ("leningrad-oblast", {("2019", "2019"): (600e6, "USD"), ("2020-01", "2020-06"): (280e6, "USD")}),
        ("tomsk-oblast", {("2020-01", "2020-10"): (10e6, "USD")}),
        ("tatarstan", {("2012", "2012"): (2e9, "USD"), ("2021-01", "2021-02"): (175e6, "USD")}),
        ("sakhalin-oblast", {("2017", "2017"): (5e6, "USD")}),
        ("novgorod-oblast", {("2020", "2020"): (57.5e6, "USD")}),
        ("vladimir-oblast", {("2020", "2020"): (244e6, "USD")}),
        ("novosibirsk-oblast", {("2020", "2020"): (150e6, "USD")}),
        ("voronezh-oblast", {("2021-01", "2021-06"): (160e6, "USD")}),
        ("kabardino-balkaria", {("2020", "2020"): (8.6e6, "USD")}),
        ("astrakhan-oblast", {("2021-01", "2021-09"): (23.1e6, "USD")}),
        ("tuva", {("2020", "2020"): (275e3, "USD"), ("2021-01", "2021-11"): (47.5e3, "USD")}),
    ],
)
def test_turnover_by_region(region: str, figures: dict[tuple[str, str], tuple[float, str]]) -> None:
    assert turnover(f"region:{region}") == figures


def test_irkutsk() -> None:
    assert turnover("region:irkutsk-oblast") == {("2015", "2015"): (115e6, "USD"), ("2019", "2019"): (284e6, "USD")}
    (agreement,) = edges("AGREEMENT", source="country:belarus", target="region:irkutsk-oblast", date="2016-12")
    assert agreement["status"] == "signed"
    (roadmap,) = edges("AGREEMENT", source="country:belarus", target="region:irkutsk-oblast", until="2019")
    assert (roadmap["date"], roadmap["status"]) == ("2017", "planned")
    (works,) = edges("AGREEMENT", source="enterprise:minsk-tractor-works", target="region:irkutsk-oblast")
    assert (works["date"], cited(works)) == ("2020-09", ["fn-047"])
    (tractors,) = edges(source="enterprise:minsk-tractor-works", target="region:irkutsk-oblast", unit="tractors")
    assert (tractors["amount"], tractors["date"], tractors["status"]) == ("160", "2021-03", "planned")
    (plant,) = edges("ASSEMBLY_PLANT", target="city:usolye-sibirskoye")
    assert (plant["source"], plant["status"]) == ("enterprise:minsk-tractor-works", "proposed")


def test_tatarstans_four_documents() -> None:
    documents = edges("AGREEMENT", source="country:belarus", target="region:tatarstan")
    assert {(row["date"], row["until"], row["status"]) for row in documents} == {
        ("2004-06-23", "", "signed"),
        ("2017", "2020", "ended"),
        ("2020-11", "2023", "signed"),
        ("2021-04", "", "signed"),
    }
    assert len(documents) == 4


def test_tatarstans_dealer_networks_are_the_makers() -> None:
    dealers = {
        row["source"] for row in edges("DEALERSHIP", target="region:tatarstan") if "Dealer network" in row["title"]
    }
    assert dealers == {
        "enterprise:gomselmash",
        "enterprise:minsk-tractor-works",
        "enterprise:mogilevliftmash",
        "enterprise:minsk-automobile-plant",
        "enterprise:amkodor",
        "enterprise:borisov-plant-of-automobile-and-tractor-electrical-equipment",
    }


def test_leningrad_has_two_documents_of_one_meeting() -> None:
    signed = edges("AGREEMENT", source="country:belarus", target="region:leningrad-oblast", date="2021-03")
    assert {row["until"] for row in signed} == {"", "2023"}
    older = edges("AGREEMENT", target="region:leningrad-oblast", date="1997")
    assert {row["source"] for row in older} == {
        f"region:{name}-region" for name in ("minsk", "gomel", "vitebsk", "mogilev")
    }


def test_stavropols_years_go_with_the_names() -> None:
    assert {
        row["source"]: row["date"]
        for row in edges("AGREEMENT", target="region:stavropol-krai")
        if not row["date"].startswith("../")
    } == {
        "country:belarus": "2017-03",
        "region:brest-region": "2000",
        "region:gomel-region": "2002",
    }


@pytest.mark.parametrize(
    ("university", "period"),
    [
        ("belarusian-state-university", ("2016", "2021")),
        ("belarusian-russian-university", ("2017", "2022")),
        ("brest-state-university", ("2018", "2023")),
        ("belarusian-state-technological-university", ("2018", "2023")),
    ],
)
def test_agreements_of_novosibirsk_state_technical_university(university: str, period: tuple[str, str]) -> None:
    (row,) = edges(
        "AGREEMENT",
        source=f"institution:{university}",
        target="institution:novosibirsk-state-technical-university",
    )
    assert (row["date"], row["until"]) == period


def test_agreements_between_governments_and_regions_by_their_day() -> None:
    expected = {
        "pskov-oblast": {"2000-10", "2020-12"},
        "chechen-republic": {"2017-06", "2018"},
        "dagestan": {"2002"},
        "vladimir-oblast": {"2015-09", "2017-12", "2020-12"},
        "sakhalin-oblast": {"2015-09", "2021-05"},
        "kabardino-balkaria": {"2020-09", "2021-10"},
        "voronezh-oblast": {"2018-10", "2021"},
        "astrakhan-oblast": {"1999-05", "2021-12"},
        "bashkortostan": {"1999-06"},
    }
    for region, dates in expected.items():
        found = edges("AGREEMENT", source="country:belarus", target=f"region:{region}")
        assert {row["date"] for row in found if not row["amount"]} == dates, region


def test_who_assembles_where() -> None:
    found = {
        (row["source"].split(":")[1], row["target"].split(":")[1]): row["status"]
        for row in edges("ASSEMBLY_PLANT")
        if row["date"] in {"", "../2021"}
    }
    lines = {name: found[name, "bashkortostan"] for name, place in found if place == "bashkortostan"}
    assert lines == dict.fromkeys(
        ("minsk-tractor-works", "gomselmash", "lidselmash", "bobruiskagromash", "minsk-automobile-plant"), "active"
    )
    assert found["minsk-tractor-works", "bashselkhoztekhnika"] == "active"
    assert found["bobruiskagromash", "chechen-republic"] == "planned"
    tatar = {row["source"] for row in edges("ASSEMBLY_PLANT", target="region:tatarstan", status="active")}
    assert tatar == {"enterprise:minsk-tractor-works", "enterprise:mogilevliftmash"}


def test_what_one_footnote_supports() -> None:
    told = [row for row in rows("edges") if "fn-079" in cited(row)]
    assert len(told) == 24
    assert all(chapters(row) == [3] for row in told)


def test_partners_of_the_commodity_exchange() -> None:
    exchange = "institution:belarusian-universal-commodity-exchange"
    partners = {row["target"] for row in edges(source=exchange)}
    assert {row["type"] for row in edges(source=exchange)} == {"COOPERATION"}
    assert {
        "institution:chamber-of-commerce-and-industry-of-bryansk-oblast",
        "institution:saint-petersburg-international-mercantile-exchange",
        "institution:export-support-centre-of-volgograd-oblast",
        "institution:export-support-centre-of-stavropol-krai",
        "enterprise:chelyabinsk-forging-and-press-plant",
        "region:karelia",
        "region:samara-oblast",
    } <= partners
    assert len(partners) == 23
