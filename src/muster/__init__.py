"""Muster: open-source software for police training.

``muster.core`` is plain Python: it runs in a notebook, on a laptop or on a cluster, without a
database and without the web. Start with :func:`muster.core.rules.evaluate`.
"""

__version__ = "0.1.0"
