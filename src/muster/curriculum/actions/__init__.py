"""Writes to the curriculum. Each is one transaction and one ledger entry; the caller has checked permission."""
