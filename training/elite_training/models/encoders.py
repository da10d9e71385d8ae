"""Forward passes of our own: the vision tower's raw hidden states, the text tower with injected words."""

from __future__ import annotations

import torch
from torch import Tensor
from transformers import CLIPTextModelWithProjection, CLIPVisionModelWithProjection


def vision_features(
    model: CLIPVisionModelWithProjection, pixels: Tensor, layers: tuple[int, ...]
) -> list[Tensor]:
    """Hidden states [B, P+1, width] after these blocks, before post-LayerNorm (block 0: the embedding)."""
    tower = model.vision_model
    norm = tower.pre_layrnorm if hasattr(tower, "pre_layrnorm") else tower.pre_layernorm
    x = norm(tower.embeddings(pixels))
    states = [x]
    for block in tower.encoder.layers:
        y = block(x, None)
        x = y[0] if isinstance(y, tuple) else y
        states.append(x)
    return [states[k] for k in layers]


def token_rows(model: CLIPTextModelWithProjection, ids: Tensor) -> Tensor:
    """Rows of the token table [B, T, d]."""
    return model.text_model.embeddings.token_embedding(ids)


def inject(rows: Tensor, words: Tensor, positions: Tensor) -> Tensor:
    """Puts words [B, n, d] at positions [B]; the tail moves right by n − 1 and falls off at the end."""
    out = []
    length, n = rows.shape[1], words.shape[1]
    for b, p in enumerate(positions.tolist()):
        out.append(torch.cat([rows[b, :p], words[b], rows[b, p + 1 : length - n + 1]])[:length])
    return torch.stack(out)


def text_states(model: CLIPTextModelWithProjection, rows: Tensor) -> Tensor:
    """C [B, T, d]: positions, causal blocks and the final LayerNorm over token rows."""
    tower = model.text_model
    length = rows.shape[1]
    x = rows + tower.embeddings.position_embedding(torch.arange(length, device=rows.device)[None])
    causal = torch.full((length, length), torch.finfo(x.dtype).min, device=x.device).triu(1)[None, None]
    for block in tower.encoder.layers:
        y = block(x, causal)
        x = y[0] if isinstance(y, tuple) else y
    return tower.final_layer_norm(x)
