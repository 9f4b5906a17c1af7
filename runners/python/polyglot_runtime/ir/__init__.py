"""East programs: their values, formats, builtins, and the compiler from IR to Python. Loaded when the first program comes."""
