"""The runner protocol: frames, the FlatBuffers messages in them, and the connection to the host."""
