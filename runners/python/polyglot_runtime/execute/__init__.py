"""Running requests: loading scripts, calling functions, capturing what they print, stopping them."""
