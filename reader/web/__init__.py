"""Getting bytes from the web, deciding when, and finding feeds from what a person types."""
