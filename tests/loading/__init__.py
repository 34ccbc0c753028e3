"""The tests of the loading stage."""
