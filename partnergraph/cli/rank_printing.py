"""How rankings, comparisons and explanations are printed."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from partnergraph.cells import cell, plain
from partnergraph.cli.printing import print_json, print_rows
from partnergraph.messages import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pandas as pd

    from partnergraph.analysis.rankings.explain import Explanation, Standing

_DIRECTIONS: Final = {"to": ", to the partner", "from": ", from the partner", "with": ""}
_FACT_COLUMNS: Final = (
    "partner", "partner_id", "partner_type", "edge_type", "direction", "id", "date", "until", "status", "title",
    "amount", "unit", "section", "note",
)  # fmt: skip
_SOURCE_COLUMNS: Final = ("id", "title", "author", "year", "locator", "url", "stands_in")


def print_ranking_table(table: pd.DataFrame, style: str, *, whole: pd.DataFrame | None = None) -> None:
    """Print a ranking or a comparison; what was counted goes to standard error.

    As a table it has no ids, and a rank that several share is marked: 9=. CSV and JSON keep plain numbers.

    Args:
        table: The rows to print.
        style: One of `output.FORMATS`.
        whole: The ranking they are the first rows of: a tie may reach further than what is shown.
    """
    columns = [str(name) for name in table.columns if style != "table" or name != "id"]
    shown = table[columns].astype(object)
    if style == "table":
        for name in ("rank", "rank_a", "rank_b"):
            if name in columns:
                shown[name] = _with_ties(table[name], (table if whole is None else whole)[name])
    rows = [[plain(value) for value in row] for row in shown.itertuples(index=False, name=None)]
    print_rows(columns, rows, style)
    say(str(table.attrs["description"]))


def _with_ties(ranks: Iterable[Any], all_ranks: Iterable[Any]) -> list[str]:
    counts = Counter(plain(rank) for rank in all_ranks)
    texts = [
        "" if rank is None else f"{rank}{'=' if counts[rank] > 1 else ' '}" for rank in (plain(each) for each in ranks)
    ]
    width = max(map(len, texts), default=0)
    return [text.rjust(width) for text in texts]


def print_explanation(found: Explanation, style: str) -> None:
    """Print what puts a party where it is.

    JSON is one object with everything. CSV has a row for each fact and source, and the places go to standard error, as
    what was counted does.
    """
    if style == "json":
        print_json(found.to_dict())
    elif style == "csv":
        columns = [*_FACT_COLUMNS, *(f"source_{name}" for name in _SOURCE_COLUMNS)]
        print_rows(columns, list(_flat(found.facts)), style)
        for line in _places(found):
            say(line)
    else:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        for line in [*_places(found), "", *_facts(found), "", *_sources(found)]:
            sys.stdout.write(_folded(line, width) + "\n")
    say(found.description)


def _flat(facts: pd.DataFrame) -> Iterator[list[Any]]:
    for fact in facts.to_dict("records"):
        for source in fact["sources"]:
            yield [*(fact[name] for name in _FACT_COLUMNS), *(source.get(name) for name in _SOURCE_COLUMNS)]


def _places(found: Explanation) -> Iterator[str]:
    """Say where the party stands, and where it would without some of its facts."""
    kind = ", ".join(filter(None, (found.type, found.country)))
    yield f"{found.name} ({kind}; {found.id})"
    yield (
        f"{_standing(found.measure, found.standing)} of {found.standing.ranked}, with "
        f"{_count(len(found.facts), 'fact')} and {_count(found.partners, 'partner')}"
    )
    yield ""
    yield "Where it would stand"
    for each in found.without:
        facts = f"{_count(each.facts, 'fact')} of its own"
        what = (
            f"without its strongest partner, {each.name} ({facts})"
            if each.kind == "partner"
            else f"if {each.name} counted for nobody ({facts})"
        )
        yield f"  {what}: {_standing(found.measure, each.standing)}{_change(found.standing, each.standing)}"


def _standing(measure: str, standing: Standing) -> str:
    if standing.rank is None:
        return "no fact of it would be left, and it would be in no ranking"
    tied = f", shared with {_count(standing.tied, 'other')}" if standing.tied else ""
    return f"{measure} {cell(standing.value)}, rank {standing.rank}{'=' if standing.tied else ''}{tied}"


def _change(before: Standing, after: Standing) -> str:
    if before.rank is None or after.rank is None or before.rank == after.rank:
        return ""
    places = _count(abs(after.rank - before.rank), "place")
    return f" ({places} {'lower' if after.rank > before.rank else 'higher'})"


def _facts(found: Explanation) -> Iterator[str]:
    """List the facts by partner and edge type."""
    yield "The facts, strongest partners first"
    rows = found.facts.to_dict("records")
    for _, of_partner in groupby(rows, key=lambda row: row["partner_id"]):
        group = list(of_partner)
        yield f"{group[0]['partner']} ({group[0]['partner_type']}): {_count(len(group), 'fact')}"
        for (kind, direction), of_type in groupby(group, key=lambda row: (row["edge_type"], row["direction"])):
            yield f"  {kind}{_DIRECTIONS[direction]}"
            for row in of_type:
                yield f"    {_fact(row)}"


def _fact(row: Mapping[Any, Any]) -> str:
    dates = " to ".join(filter(None, (row["date"], row["until"] and f"{row['until']}")))
    head = f"{dates or 'no date'}, {row['status'] or 'unknown'}"
    amount = f" ({cell(row['amount'])} {row['unit'] or ''})".replace(" )", ")") if row["amount"] is not None else ""
    cited = "; ".join(source["id"] for source in row["sources"])
    title = f": {row['title']}" if row["title"] else ""
    return _one_line(f"{head}{title}{amount} [{cited}]")


def _sources(found: Explanation) -> Iterator[str]:
    """List every source once, in the order in which the facts cite them."""
    yield "Sources"
    cited = {source["id"]: source for sources in found.facts["sources"] for source in sources}
    for identifier, source in cited.items():
        author = f"{source['author']} " if "author" in source else ""
        year = f" ({source['year']})" if "year" in source else ""
        work = f"In: {source['stands_in']}" if "stands_in" in source else ""
        where = ", ".join(filter(None, (work, source.get("locator"))))
        place = f" {where}." if where else ""
        url = f" {source['url']}" if "url" in source else ""
        yield _one_line(f"  [{identifier}] {author}{source['title']}{year}.{place}{url}", indent="  ")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _one_line(text: str, indent: str = "") -> str:
    return indent + " ".join(text.split())


def _folded(line: str, width: int | None) -> str:
    """Fold a line for a screen; what goes to a file or another program stays one line."""
    if width is None or len(line) <= width:
        return line
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.fill(
        line.strip(), width, initial_indent=indent, subsequent_indent=indent + "  ", break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
