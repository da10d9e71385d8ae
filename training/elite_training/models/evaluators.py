"""The judges: a label net and an identity net, two small convolutional networks that no loss ever sees."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn

from ..world.axes import CATEGORIES, COLOURS, OUTFITS, PLACES, PLAIN, STYLES

CHANNELS = (24, 48, 80, 128)
EMBEDDING = 64
JUDGE_SIZE = 64
"""Side of the pictures that the judges look at, pixels."""

NAMES: dict[str, list[str]] = {
    "place": [*PLACES, *(f"plain {colour}" for colour in PLAIN)],
    "colour": [*COLOURS, "none"],
    "category": list(CATEGORIES),
    "outfit": [*OUTFITS, "none"],
    "style": list(STYLES),
}
"""Classes of each head; plain grounds follow the places, and the last class of colour and outfit is none."""

HEADS: dict[str, int] = {k: len(v) for k, v in NAMES.items()}
"""Number of classes of each head."""


def trunk() -> nn.Sequential:
    """Four stages that halve the side, from the second on with a plain convolution too; then the mean."""
    layers: list[nn.Module] = []
    width = 3
    for stage, channels in enumerate(CHANNELS):
        for stride in (2,) if stage == 0 else (2, 1):
            layers += [nn.Conv2d(width, channels, 3, stride, 1), nn.GroupNorm(8, channels), nn.SiLU()]
            width = channels
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten())


class Judges(nn.Module):
    """Both nets: `labels` gives logits a head, `identity` a unit vector [B, 64]. Pictures are −1 … 1."""

    def __init__(self) -> None:
        super().__init__()
        self.label_trunk, self.identity_trunk = trunk(), trunk()
        self.heads = nn.ModuleDict({k: nn.Linear(CHANNELS[-1], n) for k, n in HEADS.items()})
        self.embedding = nn.Linear(CHANNELS[-1], EMBEDDING)

    def labels(self, pictures: Tensor) -> dict[str, Tensor]:
        features = self.label_trunk(pictures)
        return {k: head(features) for k, head in self.heads.items()}

    def identity(self, pictures: Tensor) -> Tensor:
        return F.normalize(self.embedding(self.identity_trunk(pictures)), dim=-1)


def judge_config() -> dict:
    """What the product needs to build them."""
    return {
        "image_size": JUDGE_SIZE,
        "channels": list(CHANNELS),
        "embedding": EMBEDDING,
        "heads": HEADS,
        "names": NAMES,
        "groups": 8,
    }
