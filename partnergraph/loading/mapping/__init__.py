"""Foreign tables to networks, as a loader.toml says it: nodes, edges and sources out of columns."""

from partnergraph.loading.mapping.ids import made_id, slug
from partnergraph.loading.mapping.reading import read_mapped
from partnergraph.loading.mapping.report import Reading, reasons

__all__ = ["Reading", "made_id", "read_mapped", "reasons", "slug"]
