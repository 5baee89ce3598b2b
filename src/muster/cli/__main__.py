"""``python -m muster.cli`` does what ``muster`` does."""

from muster.cli.app import main

main()
