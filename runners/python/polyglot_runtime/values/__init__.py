"""East values in Python: natives, decoding by type and annotation, encoding of results by type."""
