"""The street of an agency around some days, read from the roster, the rotas and the floors, for ``core.planning.cover``.

``people`` who belongs to which unit and works which pattern; ``absences`` why somebody is not there; ``arranged`` the
covers that were chosen already; ``picture`` all of it together, in a number of queries that does not grow.
"""
