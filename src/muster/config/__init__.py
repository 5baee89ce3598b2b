"""How the parts are wired into a web service: settings, addresses, entry points."""
