"""What is computed of a graph: centralities and their kin, each with formula, range and source."""
