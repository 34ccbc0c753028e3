"""Snapshots: the network beside the database, in columns, so that a command need not read every row again."""
