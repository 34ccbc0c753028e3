"""Table files of every format, read as named columns and rows of plain text."""

from partnergraph.loading.formats.open_table import FORMATS, TABLE_SUFFIXES, open_table
from partnergraph.loading.formats.table import Cell, Row, Table, TableOptions

__all__ = ["FORMATS", "TABLE_SUFFIXES", "Cell", "Row", "Table", "TableOptions", "open_table"]
