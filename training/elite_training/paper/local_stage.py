"""The second stage: patch features and their own K, V bring the details back (Eqn. 7)."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..models.encoders import inject, text_states
from ..models.mappers import Mapper
from .losses import features, full_precision, masked_error, noised_latents, prompt_rows
from .stack import Parts


class LocalStage(nn.Module):
    """L = mean_b[Σ m·(ε−ε_θ)² / Σ m] + regulariser · mean over layers of mean |V^l|; w_0 alone, λ = 1.

    The local mapper is all that it owns; the global mapper and the stack are frozen.
    """

    def __init__(self, parts: Parts, words: Mapper, mapper: Mapper, regulariser: float) -> None:
        super().__init__()
        self.mapper, self.regulariser = mapper, regulariser
        words.eval().requires_grad_(False)
        self.stack = (parts, parts.with_mappers(words, mapper))  # a tuple: not among the parameters

    def forward(self, batch: dict) -> dict[str, Tensor]:
        parts, stack = self.stack
        device = batch["target"].device
        noised = noised_latents(parts, batch)
        seen, seen_object = features(parts, batch["reference"]), features(parts, batch["object"])
        with full_precision(device):
            with torch.no_grad():
                rows, positions = prompt_rows(parts, batch["prompt"], device)
                states = text_states(parts.text, inject(rows, stack.words.words(seen)[:, :1], positions))
            patches = self.mapper.patches(seen_object, batch["mask"])
        context = stack.context
        context.word = F.one_hot(positions, rows.shape[1]).float()
        context.patches, context.weight = patches, 1.0
        predicted = parts.unet(noised, batch["step"], states).sample
        context.local_values.clear()
        with full_precision(device):
            values = [self.mapper.value(path)(patches).abs().mean() for path in self.mapper.layers]
            sizes = torch.stack(values).mean()
            masked = masked_error(predicted, batch["noise"], batch["cells"])
            loss = masked + self.regulariser * sizes
            return {"loss": loss, "mse": masked.detach() / 4, "values": sizes.detach()}
