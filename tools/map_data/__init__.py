"""The outlines of the map, made out of the files of Natural Earth."""
