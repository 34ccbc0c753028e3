"""Asking a SPARQL endpoint, politely, and keeping its answer: what a loader.toml with a table [sparql] reads from."""

from partnergraph.loading.sparql.saved import asking, kept_result, saved_result

__all__ = ["asking", "kept_result", "saved_result"]
