"""Tables in JSON documents: a list of objects somewhere in one, a line an object, or the answer to a SPARQL query."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from partnergraph.errors import UsageError
from partnergraph.loading.formats.encodings import recognise
from partnergraph.loading.formats.sparql_result import without_blank_node
from partnergraph.loading.formats.table import (
    MOST_COLUMNS,
    Cell,
    Row,
    Table,
    TableOptions,
    check_columns,
    within_limits,
)
from partnergraph.loading.formats.text import bounded_lines
from partnergraph.naming import hint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

#: A JSON document is read whole and takes about ten times its size in memory.
LARGEST: Final = 256 << 20
_DEEPEST: Final = 8


def open_json(path: Path, options: TableOptions, file: str) -> Table:
    """Open a JSON document that is, or holds, a list of objects; or the answer to a SPARQL query.

    Objects inside an object become columns with a dot in their names: address.city.

    Args:
        path: The file.
        options: encoding and path are read.
        file: The name that messages show.

    Raises:
        UsageError: It is no JSON, or there is no list of objects at the path.
    """
    if path.stat().st_size > LARGEST:
        raise UsageError(f"{file}: larger than {LARGEST >> 20} MB; save it as JSON lines, one object a line")
    encoding = recognise(path, file, options.encoding)
    document = _parsed(path.read_text(encoding=encoding.name), file)
    if _is_sparql(document) and not options.path:
        table = _sparql_table(document, file)
    else:
        found = _at(document, options.path, file)
        table = _table_of_objects(lambda: enumerate(found, start=1), "json", file)
    notes = (encoding.note,) if encoding.note else ()
    return replace(table, encoding=encoding.name.removesuffix("-sig"), notes=notes)


def open_json_lines(path: Path, options: TableOptions, file: str) -> Table:
    """Open a file with one JSON object a line; it is read twice, first for the names of the columns.

    Args:
        path: The file.
        options: encoding is read.
        file: The name that messages show.

    Raises:
        UsageError: A line is no JSON object.
    """
    encoding = recognise(path, file, options.encoding)

    def objects() -> Iterator[tuple[int, Any]]:
        with path.open(encoding=encoding.name) as opened:
            for number, line in enumerate(bounded_lines(opened, file), start=1):
                if line.strip():
                    yield number, _parsed(line.rstrip(), file, number)

    table = _table_of_objects(objects, "jsonl", file)
    notes = (encoding.note,) if encoding.note else ()
    return replace(table, encoding=encoding.name.removesuffix("-sig"), notes=notes)


def _parsed(text: str, file: str, line: int = 0) -> Any:  # noqa: ANN401  JSON can hold anything
    place = f"{file}, line {line}" if line else file
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"column {error.colno}" if line else f"line {error.lineno}, column {error.colno}"
        raise UsageError(f"{place}: this is no JSON ({error.msg}, {where})") from None
    except RecursionError:
        raise UsageError(f"{place}: the JSON is nested too deep") from None
    except ValueError as error:  # an integer of thousands of digits
        raise UsageError(f"{place}: a number in the JSON cannot be read ({str(error).split(':')[0]})") from None


def _at(document: Any, path: str, file: str) -> list[Any]:  # noqa: ANN401
    """Return the list that stands at a path, keys parted by dots."""
    found, way = document, ""
    for key in path.split(".") if path else ():
        here = f"{file}: at {way or 'the top'}"
        if isinstance(found, dict):
            if key not in found:
                raise UsageError(f"{here} of the document there is no {key!r}; {hint(key, map(str, found))}")
            found = found[key]
        elif isinstance(found, list) and key.isdecimal() and int(key) < len(found):
            found = found[int(key)]
        else:
            raise UsageError(f"{here} of the document there is nothing inside to go on to {key!r}")
        way = f"{way}.{key}".removeprefix(".")
    if isinstance(found, list):
        return found
    lists = [str(key) for key, value in found.items() if isinstance(value, list)] if isinstance(found, dict) else []
    prefix = f"{way}." if way else ""
    advice = f'; say path = "{prefix}{lists[0]}"' if lists else "; say with path where it stands"
    raise UsageError(f"{file}: there is no list of objects at {way or 'the top of the document'}{advice}")


def _table_of_objects(objects: Callable[[], Iterable[tuple[int, Any]]], format_name: str, file: str) -> Table:
    names: dict[str, None] = {}
    count = 0
    for number, found in objects():
        count += 1
        if not isinstance(found, dict):
            raise UsageError(f"{file}: item {number} is no object but {_kind(found)}; a table needs objects with keys")
        for name, _ in _flat(found, file):
            names[name] = None
        if len(names) > MOST_COLUMNS:
            raise UsageError(f"{file}: the objects have more than {MOST_COLUMNS:,} different keys; is it a table?")
    if not count:
        raise UsageError(f"{file}: there is no object in it; a table needs at least one")
    columns = check_columns(file, list(names))

    def rows() -> Iterator[Row]:
        for number, found in objects():
            cells = dict(_flat(found, file))
            yield Row(number, tuple(cells.get(name, "") for name in columns))

    return Table(file, format_name, columns, lambda: within_limits(file, columns, rows()))


def _flat(found: Mapping[str, Any], file: str, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, Cell]]:
    if depth > _DEEPEST:
        raise UsageError(f"{file}: objects stand in each other more than {_DEEPEST} deep; say path to the ones meant")
    for key, value in found.items():
        name = f"{prefix}{key}".strip()
        if isinstance(value, dict):
            yield from _flat(value, file, f"{name}.", depth + 1)
        elif isinstance(value, list):
            yield name, tuple(text for item in value if (text := _text(item)))
        else:
            yield name, _text(value)


def _text(value: object) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return str(value).strip()


def _kind(value: object) -> str:
    if isinstance(value, list):
        return "a list"
    return "null" if value is None else f"the value {str(value)[:40]!r}"


def _is_sparql(document: object) -> bool:
    return (
        isinstance(document, dict)
        and isinstance(document.get("head"), dict)
        and isinstance(document.get("results"), dict)
        and isinstance(document["results"].get("bindings"), list)
    )


def _sparql_table(document: Mapping[str, Any], file: str) -> Table:
    """Make a table of SPARQL 1.1 Query Results JSON: a column a variable, in a cell the value of its binding."""
    variables = document["head"].get("vars", [])
    bindings = document["results"]["bindings"]
    names = [str(name) for name in variables] if isinstance(variables, list) else []
    columns = check_columns(file, names)

    def rows() -> Iterator[Row]:
        for number, binding in enumerate(bindings, start=1):
            if not isinstance(binding, dict) or not all(isinstance(term, dict) for term in binding.values()):
                yield Row(number, ("",) * len(columns), "the binding is no object of terms")
                continue
            yield Row(number, tuple(_term(binding.get(name, {})) for name in columns))

    return Table(file, "sparql-json", columns, lambda: within_limits(file, columns, rows()))


def _term(term: Mapping[str, Any]) -> str:
    return "" if term.get("type") == "bnode" else without_blank_node(_text(term.get("value")))
