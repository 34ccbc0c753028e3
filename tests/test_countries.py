"""One lookup of countries: by code, and by name in English, German and Russian."""

# Cyrillic abbreviations whose letters look Latin.
# ruff: noqa: RUF001

from __future__ import annotations

import gettext

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.countries import country_code, country_codes, country_names, nearest_country
from partnergraph.loading.guessing.cell_kinds import country_of
from tests.hypothesis_settings import unhurried

KNOWN = {
    "BY": "BY BLR Belarus belarus Weißrussland WEISSRUSSLAND Weissrussland Беларусь Белоруссия белоруссия РБ",
    "RU": "RU RUS Russia Russland Россия РФ россия",
    "US": "US USA U.S.A. США usa",
    "DE": "DE DEU Germany Deutschland Германия ФРГ",
    "CI": "CI CIV Elfenbeinküste",
    "TR": "Turkey Türkiye Türkei Турция",
    "KZ": "Kazakhstan Kasachstan Казахстан",
    "CN": "China Китай КНР",
    "AT": "Austria Österreich Osterreich Австрия",
    "GE": "Georgia Georgien Грузия",
    "XK": "Kosovo Косово xk",
    "VN": "Vietnam Вьетнам",
    "": "Prussia Georgiaa Пруссия Europa B",
}
SPOKEN = {
    "Republic of Korea": "KR",
    "Korea, Republik": "KR",
    "Republik Korea": "KR",
    "Российская Федерация": "RU",
    "Russische Föderation": "RU",
    "Ivory Coast": "CI",
    "côte d\u2019ivoire": "CI",
    "Viet Nam": "VN",
    "Republic of Macedonia": "MK",
    "Czech Republic": "CZ",
    "  united   kingdom ": "GB",
    "": "",
}


@pytest.mark.parametrize(("name", "code"), [(name, code) for code, names in KNOWN.items() for name in names.split()])
def test_a_country_has_one_code_in_every_language(name: str, code: str) -> None:
    assert country_code(name) == code


@pytest.mark.parametrize(("name", "code"), SPOKEN.items())
def test_names_of_several_words(name: str, code: str) -> None:
    assert country_code(name) == code


def test_mapping_and_guessing_ask_the_same_list() -> None:
    assert {name: country_of(name) for name in country_names()} == {
        name: country_code(name) for name in country_names()
    }


@pytest.mark.parametrize("language", ["de", "ru"])
def test_every_translation_of_iso_3166_is_known(language: str) -> None:
    translation = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language])
    wrong = {
        name: (country_code(name), country.alpha_2)
        for country in pycountry.countries
        if country_code(name := translation.gettext(country.name)) != country.alpha_2
    }
    assert wrong == {}


def test_every_name_is_known_and_none_stands_for_two() -> None:
    assert [name for name in country_names() if not country_code(name)] == []
    for country in pycountry.countries:
        for code in (country.alpha_2, country.alpha_3, country.alpha_2.lower()):
            assert country_code(code) == country.alpha_2
        assert country_code(country.name) == country.alpha_2


def test_what_is_misspelt_is_proposed_and_never_taken() -> None:
    assert [nearest_country(text) for text in ("Belaruss", "Rußland", "Белорусия", "qqq")] == ["BY", "RU", "BY", ""]
    assert country_code("Belaruss") == ""


@given(st.text(max_size=20))
@unhurried
def test_a_country_is_a_code_or_nothing(name: str) -> None:
    assert country_code(name) in country_codes() | {""}
