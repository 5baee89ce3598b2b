"""The department's own pages: people, units, roles, the ledger."""
