"""The formats that programs write and read: beast2, beast v1, East text, JSON, CSV."""
