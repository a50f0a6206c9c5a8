"""Citation searching as lines of text: what can be chosen, what is asked, what came; `screens.citing` shows it."""
