"""The normal form of names: what becomes equal, what stays apart."""

# Cyrillic letters that look like Latin ones are what these tests are about.
# ruff: noqa: RUF001

from __future__ import annotations

from collections import defaultdict

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.loading.identity.normal import CYRILLIC_COUNTRIES, normal_form, plain_form
from partnergraph.loading.reading import read_loader
from partnergraph.network import records
from tests.conftest import ROOT
from tests.hypothesis_settings import unhurried

TYPES = ("", "City", "Region", "District", "Enterprise", "Institution", "Settlement")
SLAVIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіўґєї"
WORDS = (
    "Oblast|region|Krai|city of|г.|город|ООО|LLC|republic|Республика|St.|Pskov|"
    "Псковская|sk|ioe|iio|kh|shh|tsz|xh|yj|ß|İ|ﬁ|Å|the"
)
names = st.one_of(
    st.text(max_size=30),
    st.text(alphabet=f"{SLAVIC}{SLAVIC.upper()} -'", max_size=30),
    st.lists(
        st.sampled_from(
            WORDS.split("|"),
        ),
        max_size=5,
    ).map(" ".join),
)
countries = st.sampled_from(["", "BY", "RU", "DE", "KZ"])


@given(name=names, node_type=st.sampled_from(TYPES), country=countries)
@unhurried
def test_the_normal_form_of_a_normal_form_is_itself(name: str, node_type: str, country: str) -> None:
    once = normal_form(name, node_type, country)
    assert normal_form(once, node_type, country) == once
    assert plain_form(plain_form(name)) == plain_form(name)


@given(name=names, node_type=st.sampled_from(TYPES), country=countries)
@unhurried
def test_nothing_is_lost_of_a_name(name: str, node_type: str, country: str) -> None:
    silent = set("ъьЪЬ")
    if any(sign.isalnum() for sign in plain_form(name) if sign not in silent):
        assert normal_form(name, node_type, country)
    assert normal_form(name, node_type, country) == normal_form(f"  {name.upper().lower()} ", node_type, country) or (
        name.upper().lower() != name.lower()
    )


@given(name=st.text(alphabet=SLAVIC + " -", max_size=20))
@unhurried
def test_case_and_marks_do_not_matter(name: str) -> None:
    form = normal_form(name, "City", "RU")
    for other in (name.upper(), name.title(), f"«{name}»", name.replace("ё", "е"), name.replace("-", " ")):
        assert normal_form(other, "City", "RU") == form


SYSTEMS = {
    # BGN/PCGN, passports (ICAO), ISO 9, GOST 7.79 B, scholarly
    "Нижний Новгород": (
        "Nizhniy Novgorod",
        "Nizhnii Novgorod",
        "Nižnij Novgorod",
        "Nizhnij Novgorod",
        "Nizhny Novgorod",
    ),
    "Щёлково": ("Shchëlkovo", "Shchelkovo", "Ŝëlkovo", "Shchyolkovo", "Ščëlkovo"),
    "Йошкар-Ола": ("Yoshkar-Ola", "Ioshkar-Ola", "Joškar-Ola", "Joshkar-Ola"),
    "Ярославль": ("Yaroslavl’", "Iaroslavl", "Âroslavlʹ", "Yaroslavl`", "Jaroslavl'"),
    "Екатеринбург": ("Yekaterinburg", "Ekaterinburg", "Jekaterinburg"),
    "Череповец": ("Cherepovets", "Čerepovec", "Cherepovecz", "Čerepovec"),
    "Орёл": ("Oryol", "Orel", "Orël", "Orjol"),
    "Хабаровск": ("Khabarovsk", "Habarovsk"),
    "Александров": ("Alexandrov", "Aleksandrov"),
    "Южно-Сахалинск": ("Yuzhno-Sakhalinsk", "Iuzhno-Sakhalinsk", "Južno-Sahalinsk", "Yuzhno Sakhalinsk"),
}


@pytest.mark.parametrize("name", SYSTEMS)
def test_the_usual_romanisations_of_russian_meet(name: str) -> None:
    form = normal_form(name, "City", "RU")
    known = {other: normal_form(other, "City", "RU") for other in SYSTEMS[name]}
    # ISO 9 has one letter each for щ and я, which without their marks are others: those two are told by their aliases.
    for other in ("Ŝëlkovo", "Âroslavlʹ", "Cherepovecz"):
        known.pop(other, None)
    assert known == dict.fromkeys(known, form)


@pytest.mark.parametrize(
    ("belarusian", "others"),
    [
        ("Магілёў", ("Mahilyow", "Mahilioŭ", "Mahiljoŭ")),
        ("Гомель", ("Homyel'", "Homieĺ", "Homel", "Gomel", "Гомель")),
        ("Баранавічы", ("Baranavichy", "Baranavičy")),
        ("Барысаў", ("Barysaw", "Barysaŭ", "Barysau")),
        ("Бабруйск", ("Babruysk", "Babrujsk", "Babruisk")),
        ("Полацк", ("Polatsk", "Polack")),
    ],
)
def test_the_usual_romanisations_of_belarusian_meet(belarusian: str, others: tuple[str, ...]) -> None:
    form = normal_form(belarusian, "City", "BY")
    assert {other: normal_form(other, "City", "BY") for other in others} == dict.fromkeys(others, form)


@pytest.mark.parametrize(
    ("node_type", "country", "equal"),
    [
        (
            "Region",
            "RU",
            ["Pskov Oblast", "Pskov Region", "Pskovskaya oblast'", "Псковская область", "the Pskov region"],
        ),
        ("Region", "RU", ["Altai Krai", "Altai Territory", "Алтайский край", "Altay Kray", "Altayskiy kray"]),
        ("Region", "RU", ["Republic of Tatarstan", "Tatarstan, Respublika", "Республика Татарстан"]),
        ("Region", "BY", ["Grodno Region", "Grodno Oblast", "the Region of Grodno", "Grodno Voblast"]),
        ("Region", "BY", ["Brestskaya Oblast", "Брестская область", "Brestskaja oblast'", "Brestskaia region"]),
        ("District", "RU", ["Kirovsky District", "Kirovskiy rayon", "Кировский район", "Kirovsky municipal district"]),
        ("City", "GB", ["City of York", "York", "YORK", "the York".removeprefix("the ")]),
        ("City", "RU", ["г. Тверь", "город Тверь", "Tver'", "Tver", "gorod Tver"]),
        ("City", "US", ["St. Louis", "Saint Louis", "Saint-Louis", "city of St Louis"]),
        ("City", "DE", ["Köln", "KÖLN", "Ko\u0308ln"]),
        (
            "Enterprise",
            "BY",
            [
                "Minsk Tractor Works OJSC",
                "OJSC «Minsk Tractor Works»",
                'JSC "Minsk Tractor Works"',
                "minsk tractor works",
            ],
        ),
        (
            "Enterprise",
            "RU",
            ["ООО «Амкодор-Бел»", "Amkodor-Bel LLC", "OOO Amkodor-Bel", "LLC 'Amkodor Bel'", "Амкодор-Бел"],
        ),
        (
            "Enterprise",
            "RU",
            ["Открытое акционерное общество Луч", "Luch, PJSC", "ПАО Луч", "Open joint-stock company Luch"],
        ),
    ],
)
def test_names_that_are_one(node_type: str, country: str, equal: list[str]) -> None:
    forms = {name: normal_form(name, node_type, country) for name in equal}
    assert len(set(forms.values())) == 1, forms


@pytest.mark.parametrize(
    ("node_type", "country", "one", "other"),
    [
        ("Region", "RU", "Altai Krai", "Altai Republic"),
        ("City", "RU", "Kirov", "Kirovsk"),
        ("City", "RU", "Omsk", "Tomsk"),
        ("City", "FR", "Troyes", "Troies"),
        ("City", "DE", "Bonn", "Born"),
        ("City", "US", "Kansas City", "Kansas"),
        ("City", "", "Харьков", "Карков"),
        ("Enterprise", "BY", "MAZ", "BelAZ"),
        ("City", "BY", "OOO Minsk", "Minsk"),
    ],
)
def test_names_that_are_two(node_type: str, country: str, one: str, other: str) -> None:
    assert normal_form(one, node_type, country) != normal_form(other, node_type, country)


def test_a_name_that_is_all_generic_stays() -> None:
    assert normal_form("ООО", "Enterprise", "RU") == "ooo"
    assert normal_form("Krai", "Region", "RU") == "krai"
    assert normal_form("Oblast Krai", "Region", "RU") == "krai"


def test_the_towns_of_the_reference_network_do_not_collide() -> None:
    """By name and alias, of each type in each country: what two towns are called does not become one."""
    places = [row for row in records(read_loader(ROOT / "loaders" / "union_state").nodes) if row["type"] != "Event"]
    forms = defaultdict(set)
    for row in places:
        for name in (row["name"], *row.get("aliases", ())):
            country = row.get("country", "")
            forms[row["type"], country, normal_form(name, row["type"], country)].add(row["id"])
    assert len(places) > 340
    assert {form: ids for form, ids in forms.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("country", ["RU", "BY", "UA", "KZ", "KG", "BG", "DE", "PL"])
def test_the_regions_of_a_country_do_not_collide(country: str) -> None:
    regions = [each for each in pycountry.subdivisions if each.country_code == country and not each.parent_code]
    forms = defaultdict(list)
    for region in regions:
        forms[normal_form(region.name, "Region", country)].append(region.name)
    assert len(regions) > 5
    assert {form: several for form, several in forms.items() if len(several) > 1} == {}


def test_cyrillic_countries_are_countries() -> None:
    assert all(pycountry.countries.get(alpha_2=code) for code in CYRILLIC_COUNTRIES)
