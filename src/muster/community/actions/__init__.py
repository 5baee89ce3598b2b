"""What changes something: one transaction and one entry in the ledger each."""
