"""Who is named in a story, and whom its pronouns mean."""
