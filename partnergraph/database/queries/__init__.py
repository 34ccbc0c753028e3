"""Named queries and a person's own, read-only."""
