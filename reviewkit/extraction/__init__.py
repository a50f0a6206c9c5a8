"""Extraction: what coders note of studies, where they differ, and what it comes to."""
