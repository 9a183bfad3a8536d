"""The library on disk: one SQLite file, one writer thread, two reader threads."""
