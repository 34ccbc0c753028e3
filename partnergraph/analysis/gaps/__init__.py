"""Pairs that are not partners, and whether such a gap foretells a partnership."""
