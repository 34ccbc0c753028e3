"""Bridges to other libraries that people already use."""
