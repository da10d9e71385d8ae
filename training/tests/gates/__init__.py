"""The gates, on scores made by hand and on a random stack."""
