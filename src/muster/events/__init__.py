"""Outside training: from a conference flyer to what changed at home."""
