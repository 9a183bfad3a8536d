"""Lists of entries, page by page, and how many they hold."""
