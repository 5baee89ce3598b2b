"""Forms of the curriculum: they read what was typed and hand it to an action."""
