"""Photographs of real things: readers of published layouts, crops, augmentation, samples of both stages."""
