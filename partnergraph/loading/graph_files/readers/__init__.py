"""The formats of graph files, a file each: from bytes to a `FoundGraph`."""
