"""The tests of the analysis stage."""
