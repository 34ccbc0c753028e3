"""Networks written out for other programs; what a format cannot carry stands in its module and in docs/formats.md."""

from partnergraph.export.formats import FORMATS, Format, export, find_format

__all__ = ["FORMATS", "Format", "export", "find_format"]
