"""The table of the world's sister cities that travels with the package, made once."""
