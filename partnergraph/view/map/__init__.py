"""The map: outlines, projections, and where the nodes of a network lie."""
