"""One file a screen, with its dialogs; `framed` is the frame they share, `asking` the dialogs that several use."""
