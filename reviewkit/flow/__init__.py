"""Counts that add up or raise, and the search-results table."""
