"""Graph files of other programs, and partnergraph's own exports, read as Networks."""

from partnergraph.loading.graph_files.open_graph import (
    GRAPH_SUFFIXES,
    GraphDefaults,
    GraphFile,
    is_graph_file,
    open_graph,
    read_graph_file,
)

__all__ = ["GRAPH_SUFFIXES", "GraphDefaults", "GraphFile", "is_graph_file", "open_graph", "read_graph_file"]
