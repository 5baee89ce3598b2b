"""The command line: parse, call one function of the core, print, choose the exit code."""

from muster.cli.app import app, main

__all__ = ["app", "main"]
