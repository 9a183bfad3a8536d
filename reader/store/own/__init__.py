"""The reader's own: marks, tags, highlights, and taking them back."""
