"""`python -m partnergraph` is the command `partnergraph`."""

from partnergraph.cli import main

main()
