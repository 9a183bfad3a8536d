"""Which entries tell of one event."""
