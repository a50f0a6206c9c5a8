"""Widgets know neither the app nor the review: they are told what to show and answer with messages."""
