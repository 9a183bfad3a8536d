"""What a story that is being read offers: where it leads, highlights, its text as a file."""
