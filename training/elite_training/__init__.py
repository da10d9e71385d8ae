"""Trains a small ELITE stack on a toy world, and the two stages of the paper on any stack of its shape."""
