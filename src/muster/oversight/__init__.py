"""Oversight: what boards, councils, auditors and monitors recommend, and what became of it."""
