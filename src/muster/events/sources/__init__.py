"""Ways in for events that others have written: a table, a calendar, a web page. Each reads and decides nothing."""
