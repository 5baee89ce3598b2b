"""What changes something of outside training: one transaction and one entry in the ledger each."""
