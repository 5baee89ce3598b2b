"""Pages about outside training that several desks share: one canonical page a thing."""
