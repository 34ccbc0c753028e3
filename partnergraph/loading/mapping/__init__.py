"""Foreign tables to networks, as a loader.toml says it: nodes, edges and sources out of columns."""

from partnergraph.loading.mapping.node_ids import made_id, slug
from partnergraph.loading.mapping.row_report import Reading, reasons
from partnergraph.loading.mapping.source_tables import read_mapped

__all__ = ["Reading", "made_id", "read_mapped", "reasons", "slug"]
