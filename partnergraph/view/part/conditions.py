"""`--where`: a condition on the facts or their ends, such as `country=BY`, `amount>=1000` or `title~tractor`.

A condition is read here and compared cell by cell in the frames. It never becomes part of a query.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from partnergraph.dates import first_day, last_day
from partnergraph.errors import UsageError
from partnergraph.naming import hint
from partnergraph.network.time import FOUR_DAYS
from partnergraph.vocabulary import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from partnergraph.network import Network

_FORM: Final = re.compile(r"\s*(?:(fact|node)\.)?(\w+)\s*(<=|>=|!=|=|<|>|~)\s*(.*?)\s*", re.DOTALL)
_ORDER: Final = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_EXAMPLES: Final = "country=BY, amount>=1000, date<2016, title~tractor"


def _kinds() -> dict[str, dict[str, str]]:
    """Return the kind of each column that a condition may name, those of facts and those of nodes."""
    facts = {column.name: column.kind for column in TABLES["edges"]} | {"loader": "text"}
    facts |= dict.fromkeys(FOUR_DAYS, "date")
    nodes = {column.name: column.kind for column in TABLES["nodes"]}
    return {"fact": facts, "node": nodes}


@dataclass(frozen=True, slots=True)
class Condition:
    """What a fact, or one of its two ends, must be.

    Attributes:
        of: `fact` or `node`.
        column: A column of edges.csv or nodes.csv.
        kind: The column's kind.
        sign: `=`, `!=`, `<`, `<=`, `>`, `>=` or `~`.
        value: What it is compared with; empty stands for a cell that is missing.
    """

    of: str
    column: str
    kind: str
    sign: str
    value: str

    def holds(self, cell: Any) -> bool:  # noqa: ANN401  a cell holds what its column holds
        """Tell whether a cell fulfils the condition; a missing one is unlike every value."""
        missing = cell is None or cell == () or (not isinstance(cell, tuple) and bool(pd.isna(cell)))
        if missing or not self.value:
            return (missing == (not self.value)) == (self.sign == "=") if self.sign in {"=", "!="} else False
        if isinstance(cell, tuple):
            found = any(self._compare(str(item), equal=True) for item in cell)
            return not found if self.sign == "!=" else found
        return self._compare(cell)

    def _compare(self, cell: Any, *, equal: bool = False) -> bool:  # noqa: ANN401
        """Compare a cell that is there; `equal` asks whether it is the value, though the sign may deny that."""
        if self.sign == "~":
            return self.value.casefold() in str(cell).casefold()
        if self.kind == "date":
            (first, last), (begin, end) = _days(str(cell)), _days(self.value)
            same = begin <= first and last <= end
            # 2016 lies before 2017 as a whole, and neither before nor after March 2016.
            early, late = last < begin, first > end
            answers = {"=": same, "!=": not same, "<": early, "<=": early or same, ">": late, ">=": late or same}
            return answers["=" if equal else self.sign]
        if self.kind == "number":
            one, other = float(cell), float(self.value)
            same = one == other
            if self.sign in _ORDER and not equal:
                return bool(_ORDER[self.sign](one, other))
        else:
            same = str(cell).casefold() == self.value.casefold()
        return same if equal or self.sign == "=" else not same


def read_condition(text: str) -> Condition:
    """Read a condition as a person writes it.

    Args:
        text: KEY, a sign and a value. The key is a column of edges.csv or, where that has none of this name or after
            `node.`, of nodes.csv.

    Raises:
        UsageError: It has no sign, names no column, or the value does not fit the column.
    """
    match = _FORM.fullmatch(text)
    if match is None:
        raise UsageError(
            f"{text!r} is no condition; write a column, a sign (= != < <= > >= ~) and a value: {_EXAMPLES}"
        )
    of, column, sign, value = match.groups()
    kinds = _kinds()
    of = of or ("fact" if column in kinds["fact"] else "node")
    if column not in kinds[of]:
        names = kinds[of] if match[1] else {**kinds["fact"], **kinds["node"]}
        raise UsageError(f"--where {text!r}: there is no column {column!r}; {hint(column, names)}")
    kind = kinds[of][column]
    if sign in _ORDER and kind not in {"number", "date"}:
        raise UsageError(f"--where {text!r}: {column} has no order; use =, != or ~")
    if not value and sign not in {"=", "!="}:
        raise UsageError(f"--where {text!r}: there is no value behind {sign}")
    if value and sign != "~":
        _require_kind(text, kind, value)
    return Condition(of, column, kind, sign, value)


def _days(text: str) -> tuple[str, str]:
    """Return the first and last day that a date may mean; an open end reaches to the end of the calendar."""
    return first_day(text) or "0001-01-01", last_day(text) or "9999-12-31"


def _require_kind(text: str, kind: str, value: str) -> None:
    if kind == "date":
        first_day(value)
    if kind == "number":
        try:
            float(value)
        except ValueError:
            raise UsageError(f"--where {text!r}: {value!r} is no number") from None


def fulfilling(network: Network, condition: Condition) -> pd.Series[bool]:
    """Tell for each fact whether it fulfils a condition; of a condition on nodes, whether one of its ends does."""
    holds: Callable[[Any], bool] = condition.holds
    edges = network.edges
    if condition.of == "fact":
        return pd.Series([holds(cell) for cell in edges[condition.column]], index=edges.index, dtype=bool)
    inside = {
        node for node, cell in zip(network.nodes["id"], network.nodes[condition.column], strict=True) if holds(cell)
    }
    return edges["source"].isin(inside) | edges["target"].isin(inside)
