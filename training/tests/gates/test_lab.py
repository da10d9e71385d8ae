"""Drawing for the gates."""

from __future__ import annotations

from elite_training.gates.lab import Lab, draw


def test_drawing_with_patches_brings_the_gate(lab: Lab) -> None:
    words, patches = lab.subject.words[:2, :1], lab.subject.patches[:2]
    found = draw(lab, "t", ["a photo of a S*"] * 2, [1, 2], words, patches, 0.6)
    assert found.gates.shape == (2, 64, 64) and 0 <= found.gates.min() <= found.gates.max() <= 1
    assert draw(lab, "t", ["a photo of a toy"], [1]).gates is None
