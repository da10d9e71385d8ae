"""The global and the local mapper: ten small networks each, and keys and values of the cross attention."""

from __future__ import annotations

import torch
from diffusers import UNet2DConditionModel
from torch import Tensor, nn


def mlp(width: int, hidden: int, out: int) -> nn.Sequential:
    """Linear, LayerNorm, LeakyReLU, twice, then Linear: keys 0, 1, 3, 4, 6, as in the published files."""
    return nn.Sequential(
        nn.Linear(width, hidden), nn.LayerNorm(hidden), nn.LeakyReLU(),
        nn.Linear(hidden, hidden), nn.LayerNorm(hidden), nn.LeakyReLU(),
        nn.Linear(hidden, out),
    )  # fmt: skip


def cross_layers(unet: UNet2DConditionModel) -> list[str]:
    """Paths of the cross-attention modules, in the module tree's order."""
    return [name for name, _ in unet.named_modules() if name.endswith("attn2")]


class Mapper(nn.Module):
    """Ten MLPs (Wei et al. 2023, Eqn. 3) and, for each cross-attention layer, its own to_k and to_v."""

    def __init__(self, unet: UNet2DConditionModel, width: int, hidden: int, out: int) -> None:
        super().__init__()
        for i in range(5):
            setattr(self, f"mapping_{i}", mlp(width, hidden, out))
            setattr(self, f"mapping_patch_{i}", mlp(width, hidden, out))
        self.layers = cross_layers(unet)
        for path in self.layers:
            attention = unet.get_submodule(path)
            for name in ("to_k", "to_v"):
                source = getattr(attention, name)
                copy = nn.Linear(source.in_features, source.out_features, bias=False)
                copy.weight.data.copy_(source.weight.data)
                setattr(self, f"{path.replace('.', '_')}_{name}", copy)

    def key(self, path: str) -> nn.Linear:
        return getattr(self, f"{path.replace('.', '_')}_to_k")

    def value(self, path: str) -> nn.Linear:
        return getattr(self, f"{path.replace('.', '_')}_to_v")

    def words(self, features: list[Tensor]) -> Tensor:
        """v [B, 5, d]: class token through one network plus the mean of the patches through the other."""
        rows = []
        for i, f in enumerate(features):
            rows.append(
                getattr(self, f"mapping_{i}")(f[:, 0]) + getattr(self, f"mapping_patch_{i}")(f[:, 1:]).mean(1)
            )
        return torch.stack(rows, 1)

    def patches(self, features: list[Tensor], mask: Tensor) -> Tensor:
        """e [B, P, d]: mean over layers of class plus patch outputs, times the mask [B, P, 1] (Eqn. 5)."""
        total = 0.0
        for i, f in enumerate(features):
            total = (
                total
                + getattr(self, f"mapping_{i}")(f[:, :1])
                + getattr(self, f"mapping_patch_{i}")(f[:, 1:])
            )
        return total / 5 * mask
