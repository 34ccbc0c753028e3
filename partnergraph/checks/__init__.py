"""What is wrong with tables, all of it at once, by file, row and column."""

from partnergraph.checks.check import ID_FORM, LONGEST_ID, MOST_SUGGESTIONS, URL_FORM, Checked, check

__all__ = ["ID_FORM", "LONGEST_ID", "MOST_SUGGESTIONS", "URL_FORM", "Checked", "check"]
