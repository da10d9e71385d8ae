"""The gates: what must hold of a trained stack before it is believed, each with a measured value."""
