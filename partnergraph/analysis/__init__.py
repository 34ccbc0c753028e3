"""From a Network to rankings."""
