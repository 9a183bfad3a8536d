"""The file on disk: connections, threads, its schema step by step, what to do when it is
damaged."""
