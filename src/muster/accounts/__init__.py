"""Who comes in, which roles they hold, where and for how long, and what a role may do."""
