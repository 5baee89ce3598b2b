"""Writes to sessions and records; a file a noun. Each is one transaction and one entry in the ledger."""
