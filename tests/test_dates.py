"""Partial dates: the days they begin and end on, and what is no date."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnergraph.dates import first_day, is_partial_date, last_day
from partnergraph.errors import UsageError

#: On a busy machine a slow example is no fault.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2021-03", date(2021, 3, 1), date(2021, 3, 31)),
        ("2021-02", date(2021, 2, 1), date(2021, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("1900-02", date(1900, 2, 1), date(1900, 2, 28)),
        ("2021-12", date(2021, 12, 1), date(2021, 12, 31)),
        ("2021-03-15", date(2021, 3, 15), date(2021, 3, 15)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("0001", date(1, 1, 1), date(1, 12, 31)),
        ("9999", date(9999, 1, 1), date(9999, 12, 31)),
    ],
)
def test_a_date_covers_these_days(text: str, first: date, last: date) -> None:
    assert (first_day(text), last_day(text)) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        *("", "21", "02021", "2021-3", "2021-03-5", "2021-", "2021-03-", "2021/03", "15.03.2021", "20210315"),
        *("2021-00", "2021-13", "2021-02-29", "2021-04-31", "2021-01-00", "0000", "0000-01"),
        *(
            " 2021",
            "2021 ",
            "2021\n",
            "2021-03-15T00:00",
            "-2021",
            "+2021",
            "٢٠٢١",
            "\uff12\uff10\uff12\uff11",
            "soon",
            "2021-W10",
        ),
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    assert not is_partial_date(text)
    for day in (first_day, last_day):
        with pytest.raises(UsageError, match=r"^not a date: ") as raised:
            day(text)
        assert repr(text) in str(raised.value)


def test_a_text_of_another_form_is_told_the_forms() -> None:
    with pytest.raises(UsageError) as raised:
        first_day("March")
    assert str(raised.value) == "not a date: 'March'; write 2021, 2021-03 or 2021-03-15"


@unhurried
@given(st.dates())
def test_a_full_date_is_its_own_first_and_last_day(day: date) -> None:
    text = day.isoformat()
    assert first_day(text) == last_day(text) == day
    assert first_day(text).isoformat() == text


@unhurried
@given(st.dates(max_value=date(9998, 12, 31)))
def test_a_month_and_a_year_begin_and_end_where_the_calendar_has_it(day: date) -> None:
    year, month = f"{day.year:04}", f"{day.year:04}-{day.month:02}"
    assert first_day(year) <= first_day(month) <= day <= last_day(month) <= last_day(year)
    assert first_day(month).isoformat()[:7] == last_day(month).isoformat()[:7] == month
    assert (last_day(month) - first_day(month)).days + 1 == calendar.monthrange(day.year, day.month)[1]
    for text in (month, year):
        assert first_day(text).day == 1
        after = last_day(text) + timedelta(days=1)
        assert after == first_day(after.isoformat()[: len(text)])


@unhurried
@given(st.text(alphabet="0123456789-", max_size=11) | st.text(max_size=11))
def test_any_text_is_a_date_or_refused_with_a_plain_message(text: str) -> None:
    if is_partial_date(text):
        assert first_day(text) <= last_day(text)
        assert first_day(text).isoformat().startswith(text)
        assert last_day(text).isoformat().startswith(text)
    else:
        with pytest.raises(UsageError):
            first_day(text)
        with pytest.raises(UsageError):
            last_day(text)
