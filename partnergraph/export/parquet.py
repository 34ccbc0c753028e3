"""Writing a folder of Parquet files, for pandas, DuckDB, Spark and R: nodes, edges and sources, a file each.

Numbers are numbers, lists lists, missing cells null. Loading takes the folder again.

Cannot carry: nothing is lost; the declared types and columns go along as the files' metadata.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from partnergraph.errors import UsageError
from partnergraph.export.plain_rows import columns_of, own_part
from partnergraph.network import records
from partnergraph.vocabulary import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from partnergraph.network import Network

FILES: Final = tuple(f"{table}.parquet" for table in TABLES)


def write_parquet(network: Network, folder: Path) -> None:
    """Write a Network as Parquet files into a folder that exists.

    Args:
        network: What to write.
        folder: Where to.

    Raises:
        UsageError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415  an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise UsageError("Parquet needs one more package: pip install 'partnergraph[parquet]'") from None
    kinds: dict[str, Any] = {"number": pa.float64(), "year": pa.int64(), "list": pa.list_(pa.string())}
    for table in TABLES:
        columns = columns_of(network, table)
        fields = [pa.field(column.name, kinds.get(column.kind, pa.string())) for column in columns]
        own = json.dumps(own_part(network), ensure_ascii=False)
        schema = pa.schema(fields, metadata={"partnergraph": own})
        rows = records(getattr(network, table))
        lists = {column.name for column in columns if column.kind == "list"}
        data = [[row.get(field.name, () if field.name in lists else None) for row in rows] for field in fields]
        arrays = [pa.array(cells, type=field.type) for cells, field in zip(data, fields, strict=True)]
        parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), folder / f"{table}.parquet")
