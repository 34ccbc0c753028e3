"""Hubs in order: ranks, how stable they are, why they stand there, and how two slices differ."""
