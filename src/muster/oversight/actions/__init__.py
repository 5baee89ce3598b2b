"""What changes recommendations, bodies and seats: one transaction and one entry in the ledger each."""
