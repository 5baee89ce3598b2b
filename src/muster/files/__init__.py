"""Files that people hand in: checked by content, stored by hash, never executed, served as downloads."""
