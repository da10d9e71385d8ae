"""The first stage: ten networks and K, V learn to write a photograph in five words (Eqn. 4)."""

from __future__ import annotations

from torch import Tensor, nn

from ..models.encoders import inject, text_states
from ..models.mappers import Mapper
from .losses import error, features, full_precision, noised_latents, prompt_rows
from .stack import Parts


class GlobalStage(nn.Module):
    """L = mean ‖ε−ε_θ‖² + regulariser · mean |v|. The mapper is all that it owns; the stack is frozen.

    Differs there: the paper has λ‖v‖₁, the released code the mean of absolute values, which is followed.
    """

    def __init__(self, parts: Parts, mapper: Mapper, regulariser: float) -> None:
        super().__init__()
        self.mapper, self.regulariser = mapper, regulariser
        self.stack = (parts, parts.with_mappers(mapper, None))  # a tuple: not among the parameters

    def forward(self, batch: dict) -> dict[str, Tensor]:
        parts, stack = self.stack
        device = batch["target"].device
        noised = noised_latents(parts, batch)
        seen = features(parts, batch["reference"])
        with full_precision(device):
            rows, positions = prompt_rows(parts, batch["prompt"], device)
            words = self.mapper.words(seen)
            states = text_states(parts.text, inject(rows, words, positions))
        stack.context.patches = None
        predicted = parts.unet(noised, batch["step"], states).sample
        with full_precision(device):
            mse, size = error(predicted, batch["noise"]), words.abs().mean()
            return {"loss": mse + self.regulariser * size, "mse": mse.detach(), "words": size.detach()}
