"""What the page is given: nodes, facts, measures and the picture, packed."""
