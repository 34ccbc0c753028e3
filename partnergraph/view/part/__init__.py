"""Parts of a network for a page of its own: a party, a path, the hubs."""
