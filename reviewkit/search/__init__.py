"""The search: the strategy in each platform's own syntax, run through open APIs, and held against known articles."""
