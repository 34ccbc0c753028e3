"""The embedded engine: its process, the keeper that lends it out, and its upgrades."""
