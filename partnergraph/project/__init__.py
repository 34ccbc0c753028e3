"""A project for somebody's own network: its folders and files."""
