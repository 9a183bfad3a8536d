"""What is fetched when it is asked for: pages, files, pictures; how servers are asked."""
