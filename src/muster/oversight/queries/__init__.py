"""What is read of oversight, as querysets that compose."""
