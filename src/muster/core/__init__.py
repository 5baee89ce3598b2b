"""Facts, rules and estimates in plain Python, without Django."""
