"""Named queries: one `.cypher` file each, whose header says what it is for, what it takes and what it gives.

    // name: twin-towns
    // purpose: Twin towns and partner districts of a place, with the year each twinning began
    // parameter: place (party, required): a region, district or town
    // parameter: limit (integer, default 100): rows at most
    // column: twin: name of the twin
    MATCH ...

What is withdrawn is left out: the reader of the file adds that to every MATCH. A query that wants it says so in its
header, `// withdrawn: included`, and leaves out itself what it does not want.

A parameter is a `text`, `integer`, `number`, `boolean`, `date`, `period` or `party`. A boolean is written as yes or no,
true or false, on or off, 1 or 0, in German or Russian too; nothing else is taken for one. A party is given by id, name
or alias, as people write it, and reaches the query as an id. A period, such as 2021, 2021-03 or 2010/2015, reaches it
as its first and last day: `as_of` as `$as_of_first` and `$as_of_last`, to be compared with the four days of facts. A
parameter is `required`, `optional` (null where not given) or has a `default`.
"""

from __future__ import annotations

import math
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from partnergraph.cells import truth
from partnergraph.content import content_folders
from partnergraph.database.driver.result_rows import Rows
from partnergraph.database.queries.readonly import require_reading_plan, require_reading_words
from partnergraph.database.queries.withdrawal import without_withdrawn
from partnergraph.database.unfinished import unfinished_load
from partnergraph.dates import is_partial_date, period
from partnergraph.errors import UsageError
from partnergraph.files import read_text
from partnergraph.messages import say
from partnergraph.naming import match_party, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from partnergraph.database.connection import Database

PARAMETER_KINDS: Final = ("text", "integer", "number", "boolean", "date", "period", "party")
_HEADER_LINE: Final = re.compile(r"//\s*(name|purpose|parameter|column|withdrawn):\s*(.+?)\s*")
_PARAMETER: Final = re.compile(r"(\w+) \((\w+), (required|optional|default (.+?))\): (.+)")
_COLUMN: Final = re.compile(r"(\w+): (.+)")
_STATEMENT: Final = re.compile(
    r"(?:\s+|//[^\n]*\n|/\*.*?\*/)*"
    r"(?:match|optional\s+match|return|with|unwind|call|explain|profile|show|use|create|merge|delete|detach|set|remove|"
    r"foreach|load\s+csv|drop|alter)(?=[\s({\[$'\"*]).",
    re.IGNORECASE | re.DOTALL,
)
_USED: Final = re.compile(r"\$(\w+)")


@dataclass(frozen=True)
class Parameter:
    """A value that a named query takes.

    Attributes:
        name: As it stands behind `$`.
        kind: One of `PARAMETER_KINDS`.
        required: Whether it must be given.
        default: Its value where it is not given, as text; None is null.
        doc: What it means.
    """

    name: str
    kind: str
    required: bool
    default: str | None
    doc: str

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called behind `$`: a period by its first and its last day."""
        return (f"{self.name}_first", f"{self.name}_last") if self.kind == "period" else (self.name,)

    @property
    def usage(self) -> str:
        """How it is given: `place=...` where required, `[limit=100]` where not."""
        if self.required:
            return f"{self.name}=..."
        return f"[{self.name}={self.default if self.default is not None else '...'}]"

    def value(self, given: str) -> str | int | float | bool:
        """Return a given text as a value of the parameter's kind.

        Raises:
            UsageError: The text is none.
        """
        if self.kind == "boolean":
            said = truth(given)
            if said is None:
                raise UsageError(f"{self.name}={given}: say yes or no")
            return said
        if self.kind in {"integer", "number"}:
            return self._number(given)
        if self.kind == "date" and not is_partial_date(given):
            raise UsageError(f"{self.name}={given}: not a date; write 2021, 2021-03 or 2021-03-15")
        if self.kind == "period":
            try:
                period(given)
            except UsageError as error:
                raise UsageError(f"{self.name}={given}: {error}") from None
        if not given.strip():
            raise UsageError(f"{self.name} is empty; leave it out or give a value")
        return given.strip()

    def _number(self, given: str) -> int | float:
        try:
            number = int(given) if self.kind == "integer" else float(given)
        except ValueError:
            raise UsageError(
                f"{self.name}={given:.40}: not a{'n' if self.kind == 'integer' else ''} {self.kind}"
            ) from None
        # What the databases hold: an integer of 64 bits, a number that ends.
        is_held = abs(number) < 2**63 if self.kind == "integer" else math.isfinite(number)
        if not is_held:
            raise UsageError(f"{self.name}={given:.40}: too large for any database")
        return number


@dataclass(frozen=True)
class NamedQuery:
    """A query with what its header says.

    Attributes:
        name: What it is called by.
        purpose: What it answers, in one sentence.
        parameters: What it takes.
        columns: What it gives: name and meaning.
        text: The Cypher as it is sent, which leaves out what is withdrawn.
        path: Its file.
    """

    name: str
    purpose: str
    parameters: tuple[Parameter, ...]
    columns: tuple[tuple[str, str], ...]
    text: str
    path: Path

    def values(self, given: Mapping[str, str]) -> dict[str, Any]:
        """Return what stands for every `$name`, null where it is not given; parties are still as they were given.

        Raises:
            UsageError: One is unknown, missing or of the wrong kind.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                near = nearest(name, known)
                hint = f"did you mean {near}? " if near else ""
                takes = " ".join(parameter.usage for parameter in self.parameters) or "nothing"
                raise UsageError(f"{self.name} has no parameter {name!r}; {hint}it takes {takes}")
        values: dict[str, Any] = {}
        for parameter in self.parameters:
            text = given.get(parameter.name, parameter.default)
            if text is None and parameter.required:
                raise UsageError(f"{self.name} needs {parameter.name}: {parameter.doc}; give {parameter.usage}")
            if text is None:
                values |= dict.fromkeys(parameter.names)
            elif parameter.kind == "period":
                values |= zip(parameter.names, period(str(parameter.value(text))), strict=True)
            else:
                values[parameter.name] = parameter.value(text)
        return values


def read_query(path: Path) -> NamedQuery:
    """Read a `.cypher` file and check that header and query agree.

    Raises:
        UsageError: The header lacks something, or query and header name different parameters.
    """
    text = read_text(path)
    lines: dict[str, list[str]] = {"name": [], "purpose": [], "parameter": [], "column": [], "withdrawn": []}
    for line in text.splitlines():
        if match := _HEADER_LINE.fullmatch(line.strip()):
            lines[match.group(1)].append(match.group(2))
    for key in ("name", "purpose"):
        if len(lines[key]) != 1:
            raise UsageError(f"{path}: the header needs one line '// {key}: ...'")
    if not lines["column"]:
        raise UsageError(f"{path}: the header needs a line '// column: NAME: what it is' for each column")
    parameters = tuple(_read_parameter(line, path) for line in lines["parameter"])
    columns = tuple(_read_column(line, path) for line in lines["column"])
    body = "\n".join(line for line in text.splitlines() if not line.strip().startswith("//")).strip()
    used = set(_USED.findall(body))
    odd_names = used - {name for parameter in parameters for name in parameter.names}
    # Of a period the query may need one day alone.
    odd_names |= {parameter.name for parameter in parameters if not used.intersection(parameter.names)}
    if odd_names:
        odd = ", ".join(sorted(odd_names))
        raise UsageError(f"{path}: header and query name different parameters: {odd}")
    if lines["withdrawn"] not in ([], ["included"]):
        raise UsageError(f"{path}: write '// withdrawn: included', or leave the line out and what is withdrawn with it")
    text = body if lines["withdrawn"] else without_withdrawn(body, str(path))
    return NamedQuery(lines["name"][0], lines["purpose"][0], parameters, columns, text, path)


def _read_parameter(line: str, path: Path) -> Parameter:
    match = _PARAMETER.fullmatch(line)
    if match is None:
        raise UsageError(f"{path}: write '// parameter: NAME (KIND, required): what it is', not {line!r}")
    name, kind, need, default, doc = match.groups()
    if kind not in PARAMETER_KINDS:
        raise UsageError(f"{path}: {kind!r} is no kind of parameter; known: {', '.join(PARAMETER_KINDS)}")
    return Parameter(name, kind, need == "required", default, doc)


def _read_column(line: str, path: Path) -> tuple[str, str]:
    match = _COLUMN.fullmatch(line)
    if match is None:
        raise UsageError(f"{path}: write '// column: NAME: what it is', not {line!r}")
    return match.group(1), match.group(2)


def find_queries(project: Path | None = None) -> dict[str, NamedQuery]:
    """Return the named queries by name, sorted; the project's own come before those of the package.

    Args:
        project: The project's folder; the current one where not given.

    Raises:
        UsageError: A file's header is wrong, or two files of one folder have the same name in it.
    """
    found: dict[str, NamedQuery] = {}
    for root in content_folders("cypher", project):
        here: dict[str, NamedQuery] = {}
        for path in sorted((root / "queries").glob("*.cypher")):
            query = read_query(path)
            if query.name in here:
                raise UsageError(f"{path} and {here[query.name].path} are both named {query.name}")
            here[query.name] = query
        found = here | found
    return dict(sorted(found.items()))


def get_query(name: str, project: Path | None = None) -> NamedQuery:
    """Return a named query.

    Raises:
        UsageError: There is none of this name.
    """
    known = find_queries(project)
    if name not in known:
        near = nearest(name, known)
        hint = f"did you mean {near}? " if near else ""
        raise UsageError(f"there is no query {name!r}; {hint}'partnergraph queries' lists them")
    return known[name]


def query(database: Database, name: str, /, *, timeout: float | None = None, **parameters: object) -> pd.DataFrame:
    """Run a named query, or Cypher that only reads, and return its rows as a frame; made for notebooks.

    Args:
        database: Where.
        name: One of `find_queries`, or a text of Cypher: `MATCH (n:City) RETURN n.name AS town`.
        timeout: Seconds after which the server stops it.
        **parameters: The query's parameters; of Cypher the values behind `$`, as they are.

    Raises:
        UsageError: There is no such query, or a parameter does not fit.
        ReadOnlyError: The Cypher writes, reads files or addresses, or calls a barred procedure.
        DatabaseError: The server refuses the query.
    """
    import pandas as pd  # noqa: PLC0415  slow, and only needed here

    if is_cypher(name):
        rows = run_cypher(database, name, parameters, timeout=timeout)
    else:
        given = {key: str(value) for key, value in parameters.items()}
        rows = run_query(database, get_query(name), given, timeout=timeout)
    if notice := unfinished_load(database):
        say(f"warning: {notice}")
    return pd.DataFrame(rows.records, columns=list(rows.columns))


def is_cypher(text: str) -> bool:
    """Tell whether a text is a statement and no query's name: it begins with a word of Cypher and goes on."""
    return _STATEMENT.match(text) is not None


def run_query(database: Database, query: NamedQuery, given: Mapping[str, str], *, timeout: float | None = None) -> Rows:
    """Run a named query.

    Args:
        database: Where.
        query: What.
        given: Its parameters as texts.
        timeout: Seconds after which the server stops it.

    Raises:
        UsageError: A parameter is unknown, missing, of the wrong kind, or names no party.
        DatabaseError: The server refuses the query.
    """
    values = query.values(given)
    for parameter in query.parameters:
        if parameter.kind == "party" and values[parameter.name] is not None:
            values[parameter.name] = find_party(database, str(values[parameter.name]))
    rows = run_cypher(database, query.text, values, timeout=timeout)
    # The embedded engine names no columns where it finds no row.
    return rows if rows.records else Rows(tuple(name for name, _ in query.columns), [])


def run_cypher(
    database: Database, text: str, values: Mapping[str, Any] | None = None, *, timeout: float | None = None
) -> Rows:
    """Run a query that only reads, anybody's own.

    Raises:
        ReadOnlyError: It writes, reads files or addresses, or calls a barred procedure.
        DatabaseError: The server refuses it.
    """
    require_reading_words(text)
    begun = time.monotonic()
    require_reading_plan(database.plan(text, values, timeout=timeout))
    # Planning counts: what is left of the limit is for the rows, and a moment for the server to say that it is over.
    left = None if timeout is None else max(timeout - (time.monotonic() - begun), 0.001)
    return database.read(text, values, timeout=left)


def find_party(database: Database, given: str) -> str:
    """Return the id of the node that a person means by an id, a name or an alias.

    Upper and lower case count the same. A name comes before an alias.

    Raises:
        UsageError: No node is called so, or several are.
    """
    rows = database.read(
        "MATCH (n:Entity) WHERE n.withdrawn_at IS NULL RETURN n.id AS id, n.name AS name, n.aliases AS aliases"
    )
    empty = "it is empty: run 'partnergraph build' or 'partnergraph load NAME' first"
    return match_party(given, list(rows), where=database.address, empty=empty)
