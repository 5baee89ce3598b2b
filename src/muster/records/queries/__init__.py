"""Reads of sessions and records; a file a noun. Nothing here writes."""
