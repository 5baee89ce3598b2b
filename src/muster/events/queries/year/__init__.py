"""A year of an agency, read from its tables, as ``core.planning.year`` takes it.

``classes`` the sessions there are, on half-days; ``street`` who is on duty then, who is away, and how many may go;
``drawn`` all of it with what people owe; ``notes`` the core's reasons and remedies as data that pages put into words.
"""
