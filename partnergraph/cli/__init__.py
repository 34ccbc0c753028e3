"""The `partnergraph` command: a file a command, which parses, calls and prints."""

from partnergraph.cli.app import app, main

__all__ = ["app", "main"]
