"""Letters without their marks."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.letters import without_marks
from partnergraph.loading.identity.normal import plain_form
from partnergraph.loading.mapping.node_ids import slug
from partnergraph.project.layout import loader_name
from partnergraph.view.map.crosswalk import plain_name
from tests.hypothesis_settings import unhurried


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Łódź", "Lodz"),
        ("Tromsø", "Tromso"),
        ("Đakovo", "Dakovo"),
        ("Þingvellir", "THingvellir"),
        ("Ærø", "AEro"),
        ("Diyarbak\u0131r", "Diyarbakir"),
        ("Weißenfels", "Weissenfels"),
        ("Могилёв", "Могилев"),
        ("plain", "plain"),
    ],
)
def test_marks_go_and_case_and_script_stay(text: str, plain: str) -> None:
    assert without_marks(text) == plain


def test_whoever_writes_names_plainly_knows_the_same_letters() -> None:
    assert slug("Łódź-Tromsø") == "lodz-tromso"
    assert plain_form("Łódź-Tromsø") == "lodz tromso"
    assert plain_name("Łódź Tromsø") == "lodz tromso"
    assert loader_name("Łódź Tromsø") == "lodz_tromso"


@given(st.text())
@unhurried
def test_nothing_that_is_left_has_a_mark(text: str) -> None:
    plain = without_marks(text)
    assert not any(map(unicodedata.combining, plain))
    assert without_marks(plain) == plain
