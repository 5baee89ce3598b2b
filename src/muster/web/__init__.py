"""Pages, by reader. They call the apps below and decide nothing themselves."""
