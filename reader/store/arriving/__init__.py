"""What comes in: feeds, entries and their stories, pages that wait, rules on arrival."""
