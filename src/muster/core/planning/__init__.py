"""Arithmetic about who goes when: covering one absence (``cover``), and the year's plan (``year``).

Plain values in, plain values out: no rule, no database, no clock. Whoever asks brings the needs and the floors along.
"""
