"""Who did what, to what, when and why: written once, chained, never changed."""
