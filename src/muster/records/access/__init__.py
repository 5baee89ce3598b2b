"""Who may see and do what with sessions and records; a file a noun."""
