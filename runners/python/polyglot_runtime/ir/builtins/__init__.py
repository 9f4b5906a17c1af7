"""The two hundred builtins, one Python function each, by area."""
