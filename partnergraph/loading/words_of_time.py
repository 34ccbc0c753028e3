"""Dates in words of English, German, Russian, French, Spanish and Polish, as EDTF: `seit 1991`, `осень 1998`.

Only where what is meant is beyond doubt: a year of two digits, a decade of the twenties, or words that stand around a
date and are not known here are left alone, so that whoever maps a table is told of the row.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from partnergraph.dates import is_date, span

_MONTHS: Final = (
    "january jan januar jänner январь января янв janvier janv enero ene styczeń stycznia sty",
    "february feb februar feber февраль февраля фев февр février févr fevrier febrero luty lutego lut",
    "march mar märz maerz mrz март марта мар mars marzo marzec marca",
    "april apr апрель апреля апр avril avr abril abr kwiecień kwietnia kwi",
    "may mai май мая mayo maj maja",
    "june jun juni июнь июня июн juin junio czerwiec czerwca cze",
    "july jul juli июль июля июл juillet juil julio lipiec lipca lip",
    "august aug август августа авг août aout agosto ago sierpień sierpnia sie",
    "september sep sept сентябрь сентября сен сент septembre septiembre setiembre wrzesień września wrz",
    "october oct oktober okt октябрь октября окт octobre octubre październik października paź",
    "november nov ноябрь ноября ноя нояб novembre noviembre listopad listopada lis",
    "december dec dezember dez декабрь декабря дек décembre déc decembre diciembre dic grudzień grudnia gru",
)
_MONTH_OF: Final = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
_SEASONS: Final = {
    21: "spring frühling frühjahr fruehjahr весна весной весны printemps primavera wiosna wiosną wiosny",
    22: "summer sommer лето летом лета été verano lato latem lata",
    23: "autumn fall herbst осень осенью осени automne otoño jesień jesienią jesieni",
    24: "winter зима зимой зимы hiver invierno zima zimą zimy",
}
_SEASON_OF: Final = {word: number for number, words in _SEASONS.items() for word in words.split()}
_PARTS: Final = {
    "first erste ersten erstes 1st 1 1. i 1-е 1-й 1-я 1-ое первое первый первая первая": 1,
    "second zweite zweiten zweites 2nd 2 2. ii 2-е 2-й 2-я 2-ое второе второй вторая": 2,
    "third dritte dritten drittes 3rd 3 3. iii 3-й третий": 3,
    "fourth vierte vierten viertes 4th 4 4. iv 4-й четвертый": 4,
}
_PART_OF: Final = {word: number for words, number in _PARTS.items() for word in words.split()}

#: What stands before a date, and what it makes of it: a form of EDTF, or in words where that is more to do.
_SAYINGS: Final = tuple(
    (re.compile(form), meaning)
    for form, meaning in (
        (r"(?:probably|perhaps|vermutlich|wahrscheinlich|вероятно|предположительно)\s+(.+)|(.+?)\s*\(\?\)", "{}?"),
        (
            (
                r"(?:about|around|approx\.?|approximately|circa|ca\.?|c\.|etwa|ungefähr|um|gegen|rund|vers|environ|"
                r"env\.?|hacia|alrededor de|aprox\.?|około|ok\.|mniej więcej)\s*(.+)|~\s*(.+)|"
                r"(.+?)\s*\(?(?:circa|ca\.?|approx\.?)\)?"
            ),
            "{}~",
        ),
        (r"(?:около|ок\.?|примерно|приблизительно)\s*(.+)", "{}~"),
        (r"(?:not after|no later than|not later than|nicht nach|spätestens|не позднее|не позже)\s+(.+)", "../{}"),
        (r"(?:not before|no earlier than|not earlier than|frühestens|не ранее|не раньше)\s+(.+)", "{}/.."),
        (
            (
                r"(?:since|as of|from|seit dem jahr|seit dem|seit|ab dem|ab|начиная с|со|с|depuis|à partir de|dès|"
                r"desde|a partir de|od)\s+(.+)"
            ),
            "{}",
        ),
        (r"(?:up to|until|till|through|bis zum|bis|до|по|jusqu['\u2019](?:en|à|au)|hasta|do)\s+(.+)", "up to"),
        (r"(?:before|prior to|vor|avant|antes de|przed)\s+(.+)", "before"),
        (r"(?:after|nach|после|après|después de|po)\s+(.+)", "after"),
    )
)
_BETWEEN: Final = re.compile(r"(?:between|zwischen|между|entre|między)\s+(.+?)\s+(?:and|und|и|et|y|a)\s+(.+)")
#: From one date until another; beside a hyphen both need a year of four digits, or 1990-05 would be a period.
_PERIOD: Final = re.compile(
    r"(?:(?:von|vom|from|с|со|desde|de|du|od)\s+)?(\S.*?)\s*"
    r"(?:\s+(?:bis zum|bis|to|until|till|through|по|до|à|au|jusqu['\u2019](?:en|à|au)|a|hasta|do)\s+|[-\u2010-\u2015])"
    r"\s*(\S.*)"
)
_YEARS: Final = re.compile(r"(\d{2})(\d{2})\s*[-\u2010-\u2015]\s*(\d{2})")
_OPEN_PERIOD: Final = re.compile(r"(.*\d{4})\s*[-\u2010-\u2015]")
_TODAY: Final = re.compile(
    r"(?:heute|jetzt|laufend|present|today|now|ongoing|н\.?\s?в\.?|настоящее время|наст\.? время|сегодня|"
    r"aujourd['\u2019]hui|présent|actualidad|hoy|presente|dziś|dzisiaj|obecnie|teraz)"
)
#: Where nothing is known of a date.
_UNKNOWN: Final = re.compile(
    r"\?+|-+|[\u2013\u2014]+|\.\.\.|\u2026|n/?a|n\.\s?a\.?|k\.?\s?a\.?|o\.\s?j\.?|s\.\s?d\.?|"
    r"unbekannt|nicht bekannt|unklar|keine angaben?|"
    r"unknown|not known|undated|no date|tbd|tbc|неизвестн\w*|нет данных|не указан\w*|н/д|б/д|б\.\s?д\.|inconnue?|"
    r"non connue?|desconocid[oa]|sin fecha|s/f|nieznan[aey]|brak danych|brak|b\.d\."
)
#: Where a date of the end says that there is none.
_ENDLESS: Final = re.compile(
    r"unbefristet|unbegrenzt|offen|auf unbestimmte zeit|unlimited|indefinite(?:ly)?|open(?:-ended)?|no end|permanent|"
    r"until further notice|bis auf weiteres|до особого распоряжения|jusqu['\u2019]à nouvel ordre|hasta nuevo aviso|"
    r"do odwołania|"
    r"бессрочн\w*|не ограничен\w*|illimitée?|indéterminée?|indefinid[oa]|ilimitad[oa]|bezterminow[oaey]|nieokreślony|"
    + _TODAY.pattern
)
#: A part of a year, decade or month that has no sharp bounds; of a year, the half or the middle that it lies in.
_VAGUE: Final = (
    (
        re.compile(
            r"(?:(?:the )?(?:beginning|start) of|early(?: in)?|(?:zu )?(?:anfang|beginn)|начал[оае]|début|"
            r"(?:a )?(?:principios|comienzos|inicios) de|(?:na )?począt(?:ek|ku))[\s-]+(?:de )?(.+)"
        ),
        (1, 6),
    ),
    (
        re.compile(
            r"(?:(?:the )?middle of|mid|mitte|середин[аеы]|mi|milieu|(?:a )?mediados de|(?:w )?połow(?:a|ie))"
            r"[\s-]+(?:de )?(.+)"
        ),
        (4, 9),
    ),
    (
        re.compile(
            r"(?:(?:the )?end of|late(?: in)?|ende|кон(?:ец|це|ца)|fin|(?:a )?fin(?:es|ales) de|"
            r"(?:pod )?kon(?:iec|cu|ca)|końca)[\s-]+(?:de )?(.+)"
        ),
        (7, 12),
    ),
)
#: Something that lasts until the end of a year lasts for all of it.
_TO_THE_END: Final = re.compile(
    r"\b(?:the end of|end of|ende|конца|конец|(?:la )?fin|finales de|fines de|końca|koniec)\s+(?:de\s+)?"
)
_YEAR_WORD: Final = re.compile(r"\s*(?:\bгодах?|\bгода|\bгоду|\bгод|\bгг?\.?|\broku|\br\.)\s*$")


@lru_cache(maxsize=10_000)
def edtf_of(text: str, column: str = "date") -> str:
    """Return the EDTF of a date in words, "" where it is none that is understood.

    Args:
        text: Such as `about 1995`, `12. Mai 1990`, `1995/96`, `90-е годы`, `first half of 2021`.
        column: `date`, or `until`, where `bis 2020` is 2020 and not what was before.
    """
    plain = " ".join(text.casefold().replace("ё", "е").split())
    if column == "until":
        plain = _TO_THE_END.sub("", plain)
    if match := _BETWEEN.fullmatch(plain):
        return _checked("/".join(_of_unit(part) or "?" for part in match.groups()))
    for form, meaning in _SAYINGS:
        if match := form.fullmatch(plain):
            unit = _of_unit(next(filter(None, match.groups())))
            return _meant(unit, meaning, column) if unit else ""
    return _of_unit(plain)


def time_in_words(text: str, column: str) -> tuple[str, str] | None:
    """Return from when until when a cell says that something held; None where it is not understood.

    Args:
        text: `seit 1991`, `1990-2022`, `von Mai 1990 bis 2022`, `1987 (Urkunde 1989)`, `?`, `unbefristet`.
        column: `date` or `until`: in which of the two it stands.

    Returns:
        The start and the end in EDTF, each "" where it is not said.
    """
    if found := edtf_of(text, column):
        return ("", found) if column == "until" else (found, "")
    plain = " ".join(text.casefold().replace("ё", "е").split())
    if _UNKNOWN.fullmatch(plain) or (column == "until" and _ENDLESS.fullmatch(plain)):
        return "", ""
    if period := _period(plain):
        return ("", period[1]) if column == "until" else period
    if column == "date" and (end := edtf_of(text, "until")):
        return "", end  # bis 2020
    if match := re.fullmatch(r"(.*\d.*?)\s*(?:[(\[].*[)\]]|[,;]\s*[^\W\d_].*)", plain):
        return time_in_words(match.group(1), column) if match.group(1) != plain else None
    return None


def _period(plain: str) -> tuple[str, str] | None:
    if match := _YEARS.fullmatch(plain):
        century, begin, end = match.groups()
        return (f"{century}{begin}", f"{century}{end}") if int(end) > max(int(begin), 12) else None
    if match := _OPEN_PERIOD.fullmatch(plain):
        begin = edtf_of(match.group(1))
        return (begin, "") if begin else None
    if match := _PERIOD.fullmatch(plain):
        begin, end = edtf_of(match.group(1)), match.group(2)
        if begin and re.search(r"\d{4}", match.group(1)):
            if _TODAY.fullmatch(end):
                return begin, ""
            until = edtf_of(end, "until")
            if until and re.search(r"\d{4}", end):
                return begin, until
    if match := re.fullmatch(r"(\d{4}-\d{2}-\d{2})\s*[-\u2010-\u2015]\s*(\d{4}-\d{2}-\d{2})", plain):
        begin, until = match.groups()
        return (begin, until) if is_date(begin) and is_date(until) else None
    return None


def _meant(unit: str, meaning: str, column: str) -> str:
    """Return what words before a date make of it."""
    if meaning in {"before", "after"}:
        return _beside(unit, before=meaning == "before")
    if meaning == "up to":
        return unit if column == "until" else ""
    return _checked(meaning.format(unit))


def _checked(text: str) -> str:
    return text if is_date(text) else ""


def _beside(text: str, *, before: bool) -> str:
    """Return what lies wholly before or behind a date; beside a year years are said, else days."""
    if not text or (day := span(text).first if before else span(text).last) is None:
        return ""
    whole_year = re.fullmatch(r"\d{4}", text)
    try:
        other = (date.fromisoformat(day) + timedelta(days=-1 if before else 1)).isoformat()
    except OverflowError:
        return ""
    other = other[:4] if whole_year else other
    return f"../{other}" if before else f"{other}/.."


def _of_unit(text: str) -> str:
    """Return the EDTF of a day, month, season, half, quarter, year, two years or decade in words."""
    plain = _YEAR_WORD.sub(
        "", re.sub(r"^(?:im jahre?|in the|the|in|im|den|dem|am|on|в|en|le|el|w|we|dnia|roku)\s+", "", text.strip())
    ).strip()
    plain = re.sub(r"^(?:year|jahr|год|année|año|rok)\s+", "", plain)
    if is_date(plain.upper()):
        return plain.upper()
    return _checked(
        _vague(plain) or _decade(text) or _two_years(plain) or _part_of_year(plain) or _named(plain) or _dotted(plain)
    )


def _vague(text: str) -> str:
    """Return what an early, middle or late part may mean: of a year half of it, of a month or decade all of that."""
    for form, (first, last) in _VAGUE:
        if match := form.fullmatch(text):
            whole = _of_unit(match.group(1))
            if re.fullmatch(r"\d{4}", whole):
                return f"{whole}-{first:02}/{whole}-{last:02}"
            return whole if re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])|\d{3}X", whole) else ""
    return ""


def _decade(text: str) -> str:
    text = re.sub(
        r"^(?:(?:les |in den |w )?(?:années|annees|años|lata(?:ch)?)\s+)(?:19)?(\d0)\.?$", r"\1s", text.strip()
    )
    match = re.fullmatch(
        r"(?:(?:in den|in the|the|die|der|den|в)\s+)?(?:'|\u2019)?(\d{2,4})"
        r"(?:'s|\u2019s|s|er(?:\s?jahren?)?|-?е(?:\s+г(?:оды|г)\.?)?|-?х(?:\s+г(?:одов|одах|г)\.?)?)",
        text.strip(),
    )
    if not match or not match.group(1).endswith("0"):
        return ""
    digits = match.group(1)
    if len(digits) == 4:
        # The 1900s are a century to some and ten years to others.
        return "" if digits.endswith("00") else f"{digits[:3]}X"
    return f"19{digits[0]}X" if len(digits) == 2 and int(digits) >= 30 else ""


def _two_years(text: str) -> str:
    match = re.fullmatch(r"(?:(\w+)\s+)?(\d{2})(\d{2})\s?/\s?(?:(\d{2}))?(\d{2})", text)
    if not match:
        return ""
    word, century, begin, other, end = match.groups()
    first, last = f"{century}{begin}", f"{other or century}{end}"
    if word is None:
        return f"{first}/{last}" if int(last) > int(first) else ""
    winter = _SEASON_OF.get(word) == 24 and int(last) == int(first) + 1
    return f"{first}-24" if winter else ""


def _part_of_year(text: str) -> str:
    """Return the months of a half or a quarter of a year."""
    short = re.fullmatch(r"(?:([hq])([1-4])[\s/]*(\d{4})|(\d{4})[\s/-]*([hq])([1-4]))", text)
    if short:
        kind, number, year = short.group(1, 2, 3) if short.group(1) else short.group(5, 6, 4)
        return _months_of(kind == "h", int(number), year)
    match = re.fullmatch(
        r"(\S+)\s+(half|hälfte|halbjahr|hj\.?|полугодие|полугодии|половина|половине|quarter|quartal|квартал|квартале)"
        r"\s+(?:of |des jahres |von )?(\d{4})",
        text,
    )
    if not match or match.group(1) not in _PART_OF:
        return ""
    is_half = match.group(2)[:3] in {"hal", "häl", "hj", "hj.", "пол"}
    return _months_of(is_half, _PART_OF[match.group(1)], match.group(3))


def _months_of(is_half: bool, number: int, year: str) -> str:  # noqa: FBT001  one of two parts of a year
    length = 6 if is_half else 3
    last = number * length
    return f"{year}-{last - length + 1:02}/{year}-{last:02}" if last <= 12 else ""


def _named(text: str) -> str:
    """Return the EDTF of a date with the name of its month or season: 12. Mai 1990, May 12, 1990, осень 1998."""
    if match := re.fullmatch(r"([^\W\d_]+)\.?,?\s+(?:of\s+|des jahres\s+|de\s+|del\s+)?(\d{4})", text):
        word, year = match.groups()
        if word in _SEASON_OF:
            return f"{year}-{_SEASON_OF[word]}"
        return f"{year}-{_MONTH_OF[word]:02}" if word in _MONTH_OF else ""
    match = re.fullmatch(
        r"(\d{1,2})(?:\.|st|nd|rd|th|er|º)?\s+(?:of\s+|de\s+)?([^\W\d_]+)\.?,?\s+(?:de\s+|del\s+)?(\d{4})", text
    )
    if match:
        day, word, year = match.groups()
    else:
        match = re.fullmatch(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,\s+(\d{4})", text)
        if not match:
            return ""
        word, day, year = match.groups()
    return f"{year}-{_MONTH_OF[word]:02}-{int(day):02}" if word in _MONTH_OF else ""


def _dotted(text: str) -> str:
    """Return a date with dots, as German and Russian write it: the day comes first; or a month and a year."""
    if match := re.fullmatch(r"(\d{1,2})\s?[/-]\s?(\d{4})", text):
        return f"{match.group(2)}-{int(match.group(1)):02}" if 1 <= int(match.group(1)) <= 12 else ""
    if match := re.fullmatch(r"(?:(\d{1,2})\.\s?)?(\d{1,2})\.\s?(\d{4})", text):
        day, month, year = match.groups()
        return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")
    return ""
