"""Photographs, their crops and samples."""
