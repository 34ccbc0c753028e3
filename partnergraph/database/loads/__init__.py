"""How a source is written to the graph: read, compared, written in batches or parts, recorded."""
