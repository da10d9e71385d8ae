"""S1: a CLIP pair, trained with InfoNCE whose targets share the mass among equal captions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from ..models import configs
from ..tokenizer import Tokenizer
from .common import Clock, Metrics, batches, clip_pixels, cosine, save
from .muon import Muon, tables

RATE = 2e-3


def train(
    net: configs.Net, pool: dict, tokenizer: Tokenizer, out: Path, minutes: float, batch: int = 256
) -> None:
    """Trains both towers and writes image_encoder and text_encoder."""
    torch.manual_seed(1)
    vision, text = configs.vision(net), configs.text(net)
    scale = torch.nn.Parameter(torch.tensor(np.log(1 / 0.07), dtype=torch.float32))
    parameters = [*vision.parameters(), *text.parameters(), scale]
    optimiser = Muon(parameters, RATE, weight_decay=0.1, plain=tables(vision) | tables(text))
    ids = torch.tensor([tokenizer.spans(t, s)[0] for t, s in zip(pool["caption"], pool["span"], strict=True)])
    metrics = Metrics(out / "s1.jsonl", {"stage": "S1", "net": net.name, "batch": batch, "minutes": minutes})
    clock, update = Clock(minutes), 0
    rng = np.random.default_rng(11)
    for rows in batches(len(ids), batch, 1):
        if clock.progress >= 1:
            break
        images = torch.from_numpy(np.asarray(pool["image"][rows]))
        if rng.random() < 0.5:
            images = images.flip(3)
        tokens = ids[rows]
        a = F.normalize(vision(pixel_values=clip_pixels(images, net.image_size)).image_embeds, dim=-1)
        b = F.normalize(text(input_ids=tokens).text_embeds, dim=-1)
        logits = scale.exp().clamp(max=100) * a @ b.T
        same = (tokens[:, None] == tokens[None]).all(-1).float()
        target = same / same.sum(1, keepdim=True)
        loss = 0.5 * (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target))
        factor = cosine(clock.progress)
        optimiser.set_rate(RATE * factor)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        update += 1
        hit = (logits.argmax(1) == torch.arange(batch)).float().mean()
        metrics.add(update, update * batch, RATE * factor, clip=loss.item(), top1=hit.item())
    save(vision, out / "image_encoder" / "model.safetensors")
    save(text, out / "text_encoder" / "model.safetensors")
