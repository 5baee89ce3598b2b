"""``python -m muster.cli`` does what ``muster`` does."""

from muster.cli import main

main()
