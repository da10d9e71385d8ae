"""The paper's two stages on a random stack."""
