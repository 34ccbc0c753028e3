"""What is run by hand to make content of the package; none of it is shipped."""
