"""The engines that a graph may lie in: what each does in its own way, behind one interface, a file each."""
