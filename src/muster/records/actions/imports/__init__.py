"""Files brought in: looked at, answered for, accepted in one transaction, taken back."""
