"""Reading a file to be brought in: its columns, its rows, its people. Nothing here writes."""
