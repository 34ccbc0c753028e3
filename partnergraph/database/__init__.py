"""From a Network to the graph database and back: connections, the embedded engine, writing, reading, queries."""
