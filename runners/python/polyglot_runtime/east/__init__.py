"""East types: their shape, their bytes, their two texts."""
