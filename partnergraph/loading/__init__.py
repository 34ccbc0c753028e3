"""From a source to a Network: finding loaders and reading their tables."""
