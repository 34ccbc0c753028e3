"""From the facts of a slice to a simple graph: what counts, which nodes are left out, the weights of its edges."""
