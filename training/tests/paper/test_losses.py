"""Losses by hand."""

from __future__ import annotations

import torch

from elite_training.paper.losses import error, masked_error, noised_latents
from elite_training.paper.stack import Parts


def test_the_masked_error_sums_channels_and_counts_cells_once() -> None:
    predicted, noise = torch.zeros(2, 4, 2, 2), torch.zeros(2, 4, 2, 2)
    predicted[0, :, 0, 0] = 3
    predicted[1, 0] = 2
    cells = torch.tensor([[[1.0, 0], [0, 0]], [[1, 1], [0, 0]]])
    assert masked_error(predicted, noise, cells) == (4 * 9 / 1 + 2 * 4 / 2) / 2
    everywhere = torch.ones(2, 2, 2)
    assert masked_error(predicted, noise, everywhere) == 4 * error(predicted, noise)


def test_nothing_outside_the_mask_counts() -> None:
    predicted = torch.randn(1, 4, 4, 4)
    cells = torch.zeros(1, 4, 4)
    cells[0, 1:3, 1:3] = 1
    other = torch.where(cells[:, None] > 0, predicted, 99.0)
    noise = torch.zeros(1, 4, 4, 4)
    assert masked_error(predicted, noise, cells) == masked_error(other, noise, cells)


def test_the_last_step_is_nearly_noise_and_the_first_nearly_the_picture(parts: Parts) -> None:
    noise, spread = torch.randn(2, 1, 4, 8, 8, generator=torch.Generator().manual_seed(1))
    batch = {"target": torch.zeros(1, 3, 64, 64), "noise": noise, "spread": spread}
    late = noised_latents(parts, {**batch, "step": torch.tensor([999])})
    assert torch.corrcoef(torch.stack([late.flatten(), noise.flatten()]))[0, 1] > 0.95
    early = noised_latents(parts, {**batch, "step": torch.tensor([0])})
    posterior = parts.vae.encode(batch["target"]).latent_dist
    z = 0.18215 * (posterior.mean + posterior.std * spread)
    assert torch.allclose(early, 0.99914998**0.5 * z + (1 - 0.99914998) ** 0.5 * noise, atol=1e-5)
