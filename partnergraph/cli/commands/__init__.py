"""The commands, a file each, named as the command is; what is slow to import is imported where it is used."""
