"""What people fill in about sessions and records; a file a noun. Cleaned here, then handed to an action."""
