"""What a person takes away: sets of reports as files for other programs."""
