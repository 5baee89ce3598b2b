"""The desk of those who command: where their units stand, and what waits for their decision."""
