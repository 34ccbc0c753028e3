"""Property values as JSON and back, without loss: what JSON has no form for is a map with its kind as the only key.

2.5 -> 2.5    date('2021-03-01') -> {"date": "2021-03-01"}    point({x: 1, y: 2}) -> {"point": [7203, 1.0, 2.0]}
"""

from __future__ import annotations

import base64
import binascii
import math
from functools import singledispatch
from typing import TYPE_CHECKING, Any, Final

import neo4j.time
from neo4j.spatial import CartesianPoint, Point, WGS84Point

if TYPE_CHECKING:
    from collections.abc import Callable

#: Numbers of the databases are 64 bits wide.
_INTEGERS: Final = range(-(2**63), 2**63)


@singledispatch
def to_json(value: Any) -> Any:  # noqa: ANN401  a property can hold anything
    """Return a property value in JSON's terms.

    Raises:
        ValueError: It has no form here.
    """
    raise ValueError(f"{type(value).__name__} has no form in a dump")


@to_json.register(str)
@to_json.register(int)
def _(value: str | int) -> str | int:
    return value


@to_json.register
def _(value: float) -> float | dict[str, str]:
    return value if math.isfinite(value) else {"float": str(value)}


@to_json.register(list)
@to_json.register(tuple)
def _(value: list[Any]) -> list[Any]:
    return [to_json(item) for item in value]


@to_json.register(bytes)
@to_json.register(bytearray)
def _(value: bytes) -> dict[str, str]:
    return {"bytes": base64.b64encode(value).decode("ascii")}


@to_json.register
def _(value: neo4j.time.Date) -> dict[str, str]:
    return {"date": value.iso_format()}


@to_json.register
def _(value: neo4j.time.Time) -> dict[str, str]:
    return {"time": value.iso_format()}


@to_json.register
def _(value: neo4j.time.DateTime) -> dict[str, Any]:
    # A zone with a name (Europe/Minsk) is more than its offset at that moment.
    zone = getattr(value.tzinfo, "key", None) or getattr(value.tzinfo, "zone", None)
    return {"datetime": [value.iso_format(), zone] if zone else value.iso_format()}


@to_json.register
def _(value: neo4j.time.Duration) -> dict[str, Any]:
    return {"duration": [value.months, value.days, value.seconds, value.nanoseconds]}


@to_json.register
def _(value: Point) -> dict[str, Any]:
    return {"point": [value.srid, *value]}


def from_json(value: Any) -> Any:  # noqa: ANN401  a property can hold anything
    """Return the property value that `to_json` made this of.

    Raises:
        ValueError: It made it of none.
    """
    if isinstance(value, (str, int, float)):
        return _checked(value)
    if isinstance(value, list):
        # A property is a value or a list of such; deeper lists no database keeps.
        if any(isinstance(item, list) for item in value):
            raise ValueError("a list in a list")
        return [from_json(item) for item in value]
    if isinstance(value, dict) and len(value) == 1:
        ((kind, content),) = value.items()
        if kind in _MADE:
            try:
                return _MADE[kind](content)
            except (TypeError, KeyError, AttributeError, OverflowError, binascii.Error) as error:
                raise ValueError(f"no {kind}") from error
    raise ValueError("no value of a property")


def _checked(value: str | float) -> str | float:
    if isinstance(value, int) and value not in _INTEGERS:
        raise ValueError("an integer of more than 64 bits")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("NaN and infinity are no JSON")
    if isinstance(value, str):
        value.encode("utf-8")  # half a surrogate pair is no text; UnicodeEncodeError is a ValueError
    return value


def _datetime(content: Any) -> neo4j.time.DateTime:  # noqa: ANN401  what a file says
    if isinstance(content, str):
        return neo4j.time.DateTime.from_iso_format(content)
    import pytz  # type: ignore[import-untyped]  # noqa: PLC0415  the driver's own choice, and rarely needed

    moment, zone = content
    try:
        return neo4j.time.DateTime.from_iso_format(moment).astimezone(pytz.timezone(zone))
    except pytz.UnknownTimeZoneError as error:
        raise ValueError(f"no time zone {zone!r}") from error


def _point(content: Any) -> Point:  # noqa: ANN401  what a file says
    srid, *coordinates = content
    kinds: dict[tuple[int, int], type[Point]] = {
        (7203, 2): CartesianPoint,
        (9157, 3): CartesianPoint,
        (4326, 2): WGS84Point,
        (4979, 3): WGS84Point,
    }
    return kinds[srid, len(coordinates)]([float(each) for each in coordinates])


def _float(content: Any) -> float:  # noqa: ANN401  what a file says
    return {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}[content]


def _duration(content: Any) -> neo4j.time.Duration:  # noqa: ANN401  what a file says
    months, days, seconds, nanoseconds = content
    return neo4j.time.Duration(months=months, days=days, seconds=seconds, nanoseconds=nanoseconds)


_MADE: Final[dict[str, Callable[[Any], Any]]] = {
    "float": _float,
    "bytes": lambda content: base64.b64decode(content, validate=True),
    "date": neo4j.time.Date.from_iso_format,
    "time": neo4j.time.Time.from_iso_format,
    "datetime": _datetime,
    "duration": _duration,
    "point": _point,
}
