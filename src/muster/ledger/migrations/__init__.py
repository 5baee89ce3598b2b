"""The tables of the ledger, step by step."""
