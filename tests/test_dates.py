"""Dates in EDTF, levels 0 and 1: the days they may mean, what is no date, and the nearest form of it."""

from __future__ import annotations

import calendar
import time
from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.dates import (
    FORMS,
    first_day,
    is_date,
    is_partial_date,
    is_turned_round,
    last_day,
    nearest_date,
    period,
    span,
)
from partnergraph.errors import UsageError
from tests.hypothesis_settings import unhurried

years = st.integers(2, 9997).map("{:04}".format)
months = st.dates(date(2, 1, 1), date(9997, 12, 31)).map(lambda day: day.isoformat()[:7])
days = st.dates(date(2, 1, 1), date(9997, 12, 31)).map(date.isoformat)
decades = st.integers(1, 998).map("{:03}X".format)
centuries = st.integers(1, 98).map("{:02}XX".format)
seasons = st.builds("{:04}-{}".format, st.integers(2, 9997), st.integers(21, 24))
masked = st.one_of(years.map("{}-XX".format), years.map("{}-XX-XX".format), months.map("{}-XX".format))
#: The other reading breaks down over an interval with a masked month.
read_alike = st.one_of(years, months, days, decades, centuries)
units = st.one_of(years, months, days, decades, centuries, seasons, masked)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2021-03", "2021-03-01", "2021-03-31"),
        ("2021-02", "2021-02-01", "2021-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2021-12", "2021-12-01", "2021-12-31"),
        ("2021-03-15", "2021-03-15", "2021-03-15"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        # About: one on either side.
        ("1995~", "1994-01-01", "1996-12-31"),
        ("1995%", "1994-01-01", "1996-12-31"),
        ("1995-05~", "1995-04-01", "1995-06-30"),
        ("1995-01~", "1994-12-01", "1995-02-28"),
        ("1995-12~", "1995-11-01", "1996-01-31"),
        ("1995-03-01~", "1995-02-28", "1995-03-02"),
        ("1995-12-31~", "1995-12-30", "1996-01-01"),
        ("199X~", "1980-01-01", "2009-12-31"),
        ("2019-21~", "2018-12-01", "2019-08-31"),
        ("0001~", "0001-01-01", "0002-12-31"),
        ("9999~", "9998-01-01", "9999-12-31"),
        ("0001-01-01~", "0001-01-01", "0001-01-02"),
        ("9999-12-31~", "9999-12-30", "9999-12-31"),
        ("9999-24~", "9999-09-01", "9999-12-31"),
        # Doubtful: the same days.
        ("1995?", "1995-01-01", "1995-12-31"),
        ("1995-05-12?", "1995-05-12", "1995-05-12"),
        # Somewhere in it.
        ("199X", "1990-01-01", "1999-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("00XX", "0001-01-01", "0099-12-31"),
        ("2004-XX", "2004-01-01", "2004-12-31"),
        ("2004-02-XX", "2004-02-01", "2004-02-29"),
        ("2004-XX-XX", "2004-01-01", "2004-12-31"),
        # Seasons.
        ("2019-21", "2019-03-01", "2019-05-31"),
        ("2019-22", "2019-06-01", "2019-08-31"),
        ("2019-23", "2019-09-01", "2019-11-30"),
        ("2019-24", "2019-12-01", "2020-02-29"),
        ("2018-24", "2018-12-01", "2019-02-28"),
        # Between two, not after, not before.
        ("1995/1996", "1995-01-01", "1996-12-31"),
        ("1995-05/1995-05-12", "1995-05-01", "1995-05-12"),
        ("1995~/2001-02?", "1994-01-01", "2001-02-28"),
        ("199X/200X", "1990-01-01", "2009-12-31"),
        ("../2010", None, "2010-12-31"),
        ("/2010", None, "2010-12-31"),
        ("2010/..", "2010-01-01", None),
        ("2010/", "2010-01-01", None),
    ],
)
def test_a_date_may_mean_these_days(text: str, first: str | None, last: str | None) -> None:
    assert (first_day(text), last_day(text)) == (first, last)
    assert is_date(text)


@pytest.mark.parametrize(
    ("text", "plain", "doubtful"),
    [
        *(("1995", True, False), ("1995-05-12", True, False), ("2019-21", True, False), ("1995?", True, True)),
        *(("1995~", False, False), ("1995%", False, True), ("199X", False, False), ("2004-XX", False, False)),
        *(("1995/1996", False, False), ("1995/1996?", False, True), ("../2010", False, False)),
    ],
)
def test_a_date_says_whether_it_is_one_unit_of_the_calendar_and_whether_it_is_in_doubt(
    text: str, plain: bool, doubtful: bool
) -> None:
    assert (span(text).is_plain, span(text).is_doubtful) == (plain, doubtful)


NO_DATES = [
    *("", "21", "02021", "2021-3", "2021-03-5", "2021-", "2021-03-", "2021/03", "15.03.2021", "20210315"),
    *("2021-00", "2021-13", "2021-20", "2021-25", "2021-02-29", "2021-04-31", "2021-01-00", "0000", "0000-01"),
    *(" 2021", "2021 ", "2021\n", "2021-03-15T00:00", "1985-04-12T23:20:30Z", "-2021", "+2021", "Y170000002"),
    *("٢٠٢١", "\uff12\uff10\uff12\uff11", "soon", "2021-W10"),
    *("..", "/", "../..", "/..", "1996/1995", "2010/2009-12-31", "1990/1991/1992", "1990/91"),
    *("~1995", "1995~~", "?1995", "199x", "1XXX", "XXXX", "2004-XX-05", "2004-21-05", "2004-06~-11", "1990..1995"),
    *("[1990,1991]", "{1990,1991}", "1990s", "90er Jahre"),
]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_is_refused(text: str) -> None:
    assert not is_date(text)
    assert not is_partial_date(text)
    for day in (first_day, last_day):
        with pytest.raises(UsageError, match=r"^not a date: ") as raised:
            day(text)
        assert repr(text) in str(raised.value)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        *(("15.03.2021", "2021-03-15"), ("03.2021", "2021-03"), ("2021/3/15", "2021-03-15"), ("2021-3", "2021-03")),
        *(
            ("15/03/2021", "2021-03-15"),
            ("03/15/2021", "2021-03-15"),
            ("05/03/2021", "2021"),
            ("05/05/2021", "2021-05-05"),
        ),
        *(("~1995", "1995~"), ("?1995-05", "1995-05?"), ("1990s", "199X"), ("1990er", "199X"), ("199x", "199X")),
        *(("199u", "199X"), ("1995/96", "1995/1996"), ("unknown/2010", "../2010"), ("2010/open", "2010/..")),
        *(("[1990,1991]", "1990/1991"), ("{1990,1991,1995}", "1990/1995"), ("[1990..1995]", "1990/1995")),
        *(("1996/1995", "1995/1996"), ("1985-04-12T23:20:30Z", "1985-04-12"), ("1995-02-30", "1995-02")),
        *(("in the spring of 1998", "1998"), ("soon", ""), ("..", ""), ("21", "")),
    ],
)
def test_the_nearest_form_is_what_was_likely_meant(text: str, near: str) -> None:
    assert nearest_date(text) == near
    hint = f"did you mean {near}?" if near else FORMS
    with pytest.raises(UsageError) as raised:
        span(text)
    assert str(raised.value).startswith(f"not a date: {text!r}")
    assert str(raised.value).endswith(f"; {hint}")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2021", ("2021-01-01", "2021-12-31")),
        ("2021-03-15", ("2021-03-15", "2021-03-15")),
        ("2019-21", ("2019-03-01", "2019-05-31")),
        ("199X", ("1990-01-01", "1999-12-31")),
        ("2010/2015-06", ("2010-01-01", "2015-06-30")),
    ],
)
def test_a_period_that_is_asked_about_has_two_days(text: str, days: tuple[str, str]) -> None:
    assert period(text) == days


@pytest.mark.parametrize("text", ["../2010", "2010/..", "1995~", "1995?", "1995%/1999"])
def test_nobody_asks_about_an_open_or_uncertain_period(text: str) -> None:
    with pytest.raises(UsageError, match="is no period to ask about"):
        period(text)


@pytest.mark.parametrize(
    ("begun", "until", "turned"),
    [
        *(("2021", "2020", True), ("2021", "2021-01", False), ("2021-05", "2021-04-30", True), (None, "1990", False)),
        *(("2021", None, False), ("2021~", "2020", False), ("2021~", "2019", True), ("../2021", "1990", False)),
        ("2021/..", "2020", True),
    ],
)
def test_a_fact_ends_before_it_begins_only_where_no_days_meant_could_put_it_right(
    begun: str | None, until: str | None, turned: bool
) -> None:
    assert is_turned_round(begun, until) is turned


@unhurried
@given(st.dates(min_value=date(1, 1, 1)))
def test_a_full_date_is_its_own_first_and_last_day(day: date) -> None:
    text = day.isoformat()
    assert first_day(text) == last_day(text) == text
    assert is_partial_date(text)


@unhurried
@given(st.dates(max_value=date(9998, 12, 31)))
def test_a_month_and_a_year_begin_and_end_where_the_calendar_has_it(day: date) -> None:
    year, month = f"{day.year:04}", f"{day.year:04}-{day.month:02}"
    begin, end = (date.fromisoformat(str(each(month))) for each in (first_day, last_day))
    assert str(first_day(year)) <= begin.isoformat() <= day.isoformat() <= end.isoformat() <= str(last_day(year))
    assert (end - begin).days + 1 == calendar.monthrange(day.year, day.month)[1]
    for text in (month, year):
        after = date.fromisoformat(str(last_day(text))) + timedelta(days=1)
        assert after.isoformat() == first_day(after.isoformat()[: len(text)])


@unhurried
@given(units)
def test_about_reaches_as_far_again_on_both_sides(text: str) -> None:
    begin, end = str(first_day(text)), str(last_day(text))
    before = date.fromisoformat(begin) - timedelta(days=1)
    after = date.fromisoformat(end) + timedelta(days=1)
    around = span(f"{text}~")
    assert around == span(f"{text}%".replace("%", "~"))
    assert str(around.first) <= before.isoformat()
    assert str(around.last) >= after.isoformat()
    assert span(f"{text}?").first == begin
    assert span(f"{text}%").last == around.last


@unhurried
@given(
    st.one_of(units.filter(lambda text: not text.endswith("-24")), st.builds("{}/{}".format, read_alike, read_alike))
)
def test_another_reading_of_the_standard_gives_the_same_days(text: str) -> None:
    # The other one lets winter be December alone, and takes an interval that is turned round.
    if "-24" in text or not is_date(text):
        return
    other = parse_edtf(text)
    days = [
        f"{day.tm_year:04}-{day.tm_mon:02}-{day.tm_mday:02}" for day in (other.lower_strict(), other.upper_strict())
    ]
    assert [first_day(text), last_day(text)] == days


@unhurried
@given(
    st.text(alphabet="0123456789-X/.~?%", max_size=21)
    | st.text(max_size=11)
    | st.builds("{}{}{}{}".format, units, st.sampled_from(["", "?", "~", "%"]), st.sampled_from(["", "/"]), units)
)
def test_any_text_is_a_date_or_refused_with_a_plain_message(text: str) -> None:
    if is_date(text):
        first, last = first_day(text), last_day(text)
        assert first is not None or last is not None
        for day in filter(None, (first, last)):
            assert date.fromisoformat(day).isoformat() == day
        assert first is None or last is None or first <= last
    else:
        with pytest.raises(UsageError, match=r"^not a date: "):
            span(text)
        near = nearest_date(text)
        assert not near or is_date(near)


def test_a_hundred_thousand_different_dates_take_a_second_at_most() -> None:
    first = date(1700, 1, 1).toordinal()
    texts = [date.fromordinal(first + number).isoformat() for number in range(100_000)]
    begun = time.perf_counter()
    assert [last_day(text) for text in texts] == texts
    assert time.perf_counter() - begun < 5
