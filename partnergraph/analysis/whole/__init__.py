"""The network as a whole: components, communities, distances, bridges, growth."""
