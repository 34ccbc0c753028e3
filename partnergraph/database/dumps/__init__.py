"""A whole graph in one file, written from any engine and restored into any."""
