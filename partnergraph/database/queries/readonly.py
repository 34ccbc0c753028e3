"""Read-only means read-only: what a query must not hold, found before and after the server has planned it.

Neo4j refuses writes in READ access, and the embedded engine lets its reading user write nothing. Yet `LOAD CSV`
passes Neo4j's READ access and reads any file or address the server can reach, and a procedure can do anything. So
the words of the query are looked at first, which gives a clear answer without a server, and the server's own plan
after that, which no way of writing can deceive.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from partnergraph.errors import ReadOnlyError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

WRITING_WORDS: Final = frozenset(
    {
        "ALTER", "CREATE", "DEALLOCATE", "DELETE", "DENY", "DETACH", "DROP", "ENABLE", "FOREACH", "GRANT", "INSERT",
        "MERGE", "NODETACH", "REALLOCATE", "REMOVE", "RENAME", "REVOKE", "SET", "TERMINATE",
    }
)  # fmt: skip
#: Procedures that only tell of the graph's own shape.
ALLOWED_PROCEDURES: Final = frozenset(
    {
        "db.labels",
        "db.relationshiptypes",
        "db.propertykeys",
        "db.schema.visualization",
        "db.schema.nodetypeproperties",
        "db.schema.reltypeproperties",
        "dbms.components",
    }
)
#: What SHOW tells of the server and its users, not of the graph.
_SERVERS_OWN: Final = frozenset(
    {"SETTING", "SETTINGS", "USER", "USERS", "CURRENT", "TRANSACTION", "TRANSACTIONS", "DATABASE", "DATABASES"}
    | {"DEFAULT", "HOME", "ROLE", "ROLES", "POPULATED", "PRIVILEGE", "PRIVILEGES", "SUPPORTED", "SERVER", "SERVERS"}
    | {"ALIAS", "ALIASES", "AUTH", "COMPOSITE", "STANDARD"}
)
#: So many brackets may stand within each other.
DEEPEST: Final = 150
_OPENING: Final = frozenset("([{")
_CLOSING: Final = frozenset(")]}")
#: Where Cypher keeps its own functions with a dot; those of plugins may run queries, or speak to an address.
ALLOWED_FUNCTIONS: Final = frozenset(
    {"date", "datetime", "db", "duration", "localdatetime", "localtime", "point", "time", "vector"}
)
_TEXT_OR_COMMENT: Final = re.compile(
    r"""(?P<text> '(?:\\.|[^'\\])*' | "(?:\\.|[^"\\])*" | `(?:``|[^`])*` ) | //[^\n\r]* | /\*.*?\*/""",
    re.VERBOSE | re.DOTALL,
)
_TOKEN: Final = re.compile(r"`(?:``|[^`])*` | \w+(?:\s*\.\s*\w+)* | \S", re.VERBOSE)
_UNICODE_ESCAPE: Final = re.compile(r"\\u+([0-9a-fA-F]{4})")
#: A word after one of these is a name, not a clause: n.set, :Set, $set, AS set, A|B.
_NAME_FOLLOWS: Final = frozenset({".", ":", "$", "|", "&", "!", "AS"})


def require_reading_words(query: str) -> None:
    """Refuse a query whose words write, change the schema, read a file or call a barred procedure.

    Args:
        query: Cypher.

    Raises:
        ReadOnlyError: It names the word.
    """
    # Cypher 5 reads \u0043 as C wherever it stands, Cypher 25 only in texts: the query has to be harmless either way.
    for reading in {query, _UNICODE_ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), query)}:
        _require_reading([match.group() for match in _TOKEN.finditer(_TEXT_OR_COMMENT.sub(_stand_in, reading))])


def _require_reading(tokens: Sequence[str]) -> None:
    _require_shallow(tokens)
    was_name = False
    for index, token in enumerate(tokens):
        before = tokens[index - 1].upper() if index else ""
        after = tokens[index + 1].upper() if index + 1 < len(tokens) else ""
        word = token.upper()
        # Behind a name that is itself called `as`, a clause may stand.
        was_name = before in _NAME_FOLLOWS and not was_name
        if was_name or after == ":":
            continue
        if word in WRITING_WORDS:
            raise _refusal(word)
        if word == "SHOW" and (after in _SERVERS_OWN or _shows_all(tokens, index)):
            raise ReadOnlyError(
                f"queries are read-only and about the graph: SHOW {after} is not allowed; SHOW INDEXES and "
                "SHOW CONSTRAINTS are"
            )
        if word == "LOAD" and after == "CSV":
            raise _refusal("LOAD CSV")
        if word in {"START", "STOP"} and after == "DATABASE":
            raise _refusal(f"{word} DATABASE")
        if word == "CALL" and after not in {"{", "("}:
            _require_allowed(_name_at(tokens, index + 1)[0])
        elif before != "CALL" and not token.startswith("."):
            _require_allowed_function(*_name_at(tokens, index))


def _shows_all(tokens: Sequence[str], index: int) -> bool:
    """Tell whether SHOW ALL, which stands before many things, shows anything but the graph's schema."""
    words = [token.upper() for token in tokens[index + 1 : index + 3]]
    return len(words) == 2 and words[0] == "ALL" and words[1].rstrip("ES") not in {"IND", "INDEX", "CONSTRAINT"}


def _require_shallow(tokens: Sequence[str]) -> None:
    """Refuse brackets within brackets that no person writes: planning them takes a server minutes, or its stack."""
    depth = 0
    for token in tokens:
        depth += (token in _OPENING) - (token in _CLOSING)
        if depth > DEEPEST:
            raise ReadOnlyError(f"the query has more than {DEEPEST} brackets within each other; write it flatter")


def _name_at(tokens: Sequence[str], start: int) -> tuple[str, str]:
    """Return the name that begins at a token, however it is quoted and spaced, and the token behind it."""
    end = start + 1
    while end < len(tokens) and "." in {tokens[end], tokens[end - 1]}:
        end += 1
    name = re.sub(r"[\s`]", "", "".join(tokens[start:end]))
    return name, tokens[end] if end < len(tokens) else ""


def _require_allowed_function(name: str, after: str) -> None:
    namespace, dot, _ = name.lower().partition(".")
    if after == "(" and dot and namespace not in ALLOWED_FUNCTIONS:
        raise ReadOnlyError(
            f"queries are read-only: function {name} is not allowed; of functions with a dot in their names "
            "only Cypher's own are, such as date.truncate"
        )


def _stand_in(match: re.Match[str]) -> str:
    """Leave a quoted name as it is, blank a text, and turn a comment into the space that it counts as."""
    text = match.group("text")
    if text is None:
        return " "
    return text if text.startswith("`") else "''"


def require_reading_plan(plan: Mapping[str, Any]) -> None:
    """Refuse a query by the plan that the server made of it.

    Args:
        plan: As `Database.plan` returns it.

    Raises:
        ReadOnlyError: It names the operator.
    """
    for operator in _operators(plan):
        # The operator carries the database behind its name: LoadCSV@neo4j.
        kind = str(operator.get("operatorType", "")).partition("@")[0]
        details = operator.get("args") or {}
        if kind == "LoadCSV" or "LOAD CSV" in str(details.get("string-representation", "")):
            raise _refusal("LOAD CSV")
        if kind == "ProcedureCall":
            called = re.match(r"\s*([\w.]+)\s*\(", str(details.get("Details", "")))
            _require_allowed(called.group(1) if called else "")


def _operators(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if plan:
        yield plan
        for child in plan.get("children") or ():
            yield from _operators(child)


def _require_allowed(procedure: str) -> None:
    if procedure.lower() not in ALLOWED_PROCEDURES:
        allowed = ", ".join(sorted(ALLOWED_PROCEDURES))
        raise ReadOnlyError(f"queries are read-only: procedure {procedure or '?'} is not allowed; allowed: {allowed}")


def _refusal(word: str) -> ReadOnlyError:
    if word == "LOAD CSV":
        return ReadOnlyError(
            "queries are read-only: LOAD CSV is not allowed; put the table into a loader and load that"
        )
    return ReadOnlyError(
        f"queries are read-only: {word} is not allowed; change the loader's tables and load them again"
    )
