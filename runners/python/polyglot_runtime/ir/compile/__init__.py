"""From IR to Python source, function by function."""
