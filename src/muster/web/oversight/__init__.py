"""Pages of oversight that every desk shares: the register, one recommendation, the desks of both sides."""
