"""Rows as a Parquet file, for those who read tables with other programs; needs the extra `partnergraph[parquet]`."""

from __future__ import annotations

import json
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from partnergraph.cells import cell, plain
from partnergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyarrow as pa


def require_pyarrow() -> None:
    """Say what is missing where PyArrow is not installed.

    Raises:
        UsageError: It is not.
    """
    if find_spec("pyarrow") is None:
        raise UsageError("Parquet needs PyArrow: pip install 'partnergraph[parquet]'; or use --format csv")


def write_parquet(columns: Sequence[str], rows: Sequence[Sequence[Any]], path: Path) -> None:
    """Write rows as a Parquet file.

    A column has the type of its values: integers, numbers, truth values, texts, or lists of these. A column of nodes,
    edges or maps holds JSON texts, one of several kinds of values the texts that CSV would have.

    Args:
        columns: The header; of two columns with one name the second gets a number.
        rows: As many values each.
        path: Where to.
    """
    import pyarrow as pa
    from pyarrow import parquet

    arrays = [_column([plain(row[index]) for row in rows]) for index in range(len(columns))]
    names = [name if name not in columns[:index] else f"{name}_{index}" for index, name in enumerate(columns)]
    parquet.write_table(pa.Table.from_arrays(arrays, names=names), path)


def _column(values: list[Any]) -> pa.Array[Any]:
    import pyarrow as pa

    if any(_holds_map(value) for value in values):
        return pa.array([None if value is None else json.dumps(value, ensure_ascii=False) for value in values])
    try:
        array = pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        return pa.array([None if value is None else cell(value, exact=True) for value in values], pa.string())
    return array.cast(pa.string()) if pa.types.is_null(array.type) else array


def _holds_map(value: Any) -> bool:  # noqa: ANN401  a query can return anything
    return isinstance(value, dict) or (isinstance(value, list) and any(map(_holds_map, value)))
