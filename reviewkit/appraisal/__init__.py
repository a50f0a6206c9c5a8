"""Quality appraisal: what follows from ratings, and where two raters differ."""
