"""The whole answer to a query that is too large to be asked at once: part by part, page by page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from partnergraph.errors import UsageError
from partnergraph.loading.sparql.endpoint import Answer, Binding, EndpointError, TooMuchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Where LIMIT and OFFSET go; at the end of a query without it.
PAGE_MARK: Final = "# PAGE"
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
LEAST_PAGE: Final = 25
MOST_ROWS: Final = 3_000_000
MOST_PAGES: Final = 20_000
#: Servers that cut every answer at a size of their own choose a round one: then a short page is not the last.
_ROUND: Final = 100


@dataclass(frozen=True)
class Question:
    """A query, and how it is taken apart.

    Attributes:
        query: It orders its rows, so that pages can be told apart. Where it says `# PAGE`, LIMIT and OFFSET go in.
        page: Rows a page; one page gives a row for each row that LIMIT counts.
        parts: A query for what to ask about one after another: the addresses in its one column are put, one at a time,
            into `VALUES ?column { }` of `query`; "" to ask about all at once.
    """

    query: str
    page: int
    parts: str = ""


def whole_answer(question: Question, ask: Callable[[str], Answer], say: Callable[[str], None]) -> Answer:
    """Ask for everything; a row that came with an earlier part, such as a town of two countries, is not taken again.

    Args:
        question: What to ask.
        ask: Asks one query, as `Endpoint.ask` does.
        say: Is told how far it is.

    Raises:
        UsageError: The query has no place for the parts.
        EndpointError: An answer is missing, or the server does not page as it is asked to.
    """
    variables: tuple[str, ...] = ()
    rows: list[Binding] = []
    before: set[frozenset[tuple[str, str]]] = set()
    queries = list(_queries(question, ask))
    for number, query in enumerate(queries, start=1):
        fresh: list[Binding] = []
        for page in _pages(query, question.page, ask):
            variables = variables or page.variables
            fresh += [row for row in page.bindings if _content(row) not in before]
            if len(rows) + len(fresh) > MOST_ROWS:
                raise EndpointError(f"more than {MOST_ROWS} rows came; narrow the query")
        rows += fresh
        if len(queries) > 1:
            before.update(map(_content, fresh))
            say(f"part {number} of {len(queries)}: {len(rows)} rows so far")
    return Answer(variables, rows)


def _content(row: Binding) -> frozenset[tuple[str, str]]:
    return frozenset((name, term["value"]) for name, term in row.items())


def _queries(question: Question, ask: Callable[[str], Answer]) -> Iterator[str]:
    if not question.parts:
        yield question.query
        return
    parts = ask(question.parts)
    if len(parts.variables) != 1:
        raise UsageError(f"the query for the parts must have one column, not {', '.join(parts.variables) or 'none'}")
    (variable,) = parts.variables
    place = re.compile(rf"(VALUES\s+\?{re.escape(variable)}\s*\{{)\s*(\}})")
    if len(place.findall(question.query)) != 1:
        raise UsageError(f"the query needs, once, 'VALUES ?{variable} {{ }}' for the parts to go in")
    addresses = dict.fromkeys(row[variable]["value"] for row in parts.bindings if variable in row)
    for address in addresses:
        if not _ADDRESS.fullmatch(address):
            raise EndpointError(f"a part is no address: {address[:80]!r}")
        yield place.sub(lambda found, inside=address: f"{found[1]} <{inside}> {found[2]}", question.query)  # type: ignore[misc]


def _pages(query: str, size: int, ask: Callable[[str], Answer]) -> Iterator[Answer]:
    """Yield page after page until one is short; where the server runs out of time, pages become smaller."""
    offset = 0
    before: Answer | None = None
    for _ in range(MOST_PAGES):
        try:
            page = ask(_paged(query, size, offset))
        except TooMuchError:
            if size <= LEAST_PAGE:
                raise
            size = max(LEAST_PAGE, size // 4)
            continue
        count = len(page.bindings)
        if count > size:
            if offset:
                raise EndpointError(f"{count} rows came where {size} were asked for; the server does not page")
            yield page  # a server without LIMIT gives everything at once
            return
        if count and before is not None and page.bindings == before.bindings:
            raise EndpointError("the same page came twice; the server does not page, or the query orders nothing")
        yield page
        if not count or (count < size and count % _ROUND):
            return
        offset, before = offset + count, page
    raise EndpointError(f"no end after {MOST_PAGES} pages; narrow the query")


def _paged(query: str, size: int, offset: int) -> str:
    clause = f"LIMIT {size} OFFSET {offset}"
    return query.replace(PAGE_MARK, clause, 1) if PAGE_MARK in query else f"{query.rstrip()}\n{clause}"
