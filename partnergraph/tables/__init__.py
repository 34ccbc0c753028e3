"""Tables as they were found: raw cells, the form of their header, and the frames made of them."""

from partnergraph.tables.canonical import (
    RawTable,
    cell_text,
    check_header,
    frame_of_columns,
    raw_from_frame,
    raw_from_rows,
    read_csv,
    split_list,
    to_frame,
    write_csv,
)

__all__ = [
    "RawTable",
    "cell_text",
    "check_header",
    "frame_of_columns",
    "raw_from_frame",
    "raw_from_rows",
    "read_csv",
    "split_list",
    "to_frame",
    "write_csv",
]
