"""ELITE's cross attention as a processor of diffusers' attn2 modules (Wei et al. 2023, Eqn. 6 and 7)."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from diffusers import UNet2DConditionModel
from diffusers.models.attention_processor import Attention
from torch import Tensor

from .mappers import Mapper, cross_layers


@dataclass
class Context:
    """What the layers read in one call. Without patches the attention is the global one alone."""

    word: Tensor | None = None
    """Which tokens are the subject, [B, T], 0 or 1."""
    patches: Tensor | None = None
    """e [B, P, d]"""
    weight: float | Tensor = 1.0
    """λ, a number or one a sample [B]"""
    gate: bool = True
    local_values: list[Tensor] = field(default_factory=list)
    """V^l of each layer, collected for the regulariser of stage 2."""
    gates: dict[str, Tensor] = field(default_factory=dict)


class EliteProcessor:
    """softmax(QK^gᵀ/√d)·V^g + λ·r ⊙ softmax(QK^lᵀ/√d)·V^l, r = A_word / max A_word per sample."""

    def __init__(self, path: str, context: Context, words: Mapper | None, local: Mapper | None) -> None:
        self.path, self.context, self.words, self.local = path, context, words, local

    def __call__(
        self, attn: Attention, hidden_states: Tensor, encoder_hidden_states: Tensor, **_: object
    ) -> Tensor:
        def heads(x: Tensor) -> Tensor:
            return x.unflatten(-1, (attn.heads, -1)).transpose(1, 2)

        key, value = (
            (self.words.key(self.path), self.words.value(self.path)) if self.words else (attn.to_k, attn.to_v)
        )
        query = heads(attn.to_q(hidden_states))
        scale = query.shape[-1] ** -0.5
        # The softmax and the gate stay in fp32 under autocast; in fp32 this changes nothing.
        scores = query @ heads(key(encoder_hidden_states)).transpose(-1, -2) * scale
        to_words = scores.float().softmax(-1)
        own = heads(value(encoder_hidden_states))
        out = to_words.to(own.dtype) @ own
        context = self.context
        if self.local is not None and context.patches is not None and context.word is not None:
            scores = query @ heads(self.local.key(self.path)(context.patches)).transpose(-1, -2) * scale
            to_patches = scores.float().softmax(-1)
            local = heads(self.local.value(self.path)(context.patches))
            context.local_values.append(local)
            on_word = (to_words * context.word[:, None, None]).sum(-1, keepdim=True)
            gate = on_word / on_word.amax((1, 2), keepdim=True) if context.gate else torch.ones_like(on_word)
            context.gates[self.path] = gate.detach()
            weight = (
                context.weight[:, None, None, None] if isinstance(context.weight, Tensor) else context.weight
            )
            out = out + (weight * gate).to(local.dtype) * (to_patches.to(local.dtype) @ local)
        return attn.to_out[0](out.transpose(1, 2).flatten(2))


def install(unet: UNet2DConditionModel, words: Mapper | None, local: Mapper | None) -> Context:
    """Sets the processors on every attn2 module, self attention stays; returns the shared context."""
    context = Context()
    for path in cross_layers(unet):
        unet.get_submodule(path).set_processor(EliteProcessor(path, context, words, local))
    return context
