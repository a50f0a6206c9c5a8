"""reviewkit carries a systematic review from database exports to the included set."""
