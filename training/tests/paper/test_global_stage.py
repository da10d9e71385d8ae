"""Stage one: what learns, and that it learns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch

from elite_training.models.encoders import inject
from elite_training.paper.losses import features, prompt_rows
from elite_training.paper.run import Run

from .conftest import short


def test_gradients_reach_every_trainable_parameter_and_nothing_else(
    new_run: Callable[..., Run], tmp_path: Path
) -> None:
    run = new_run(short("global"), tmp_path)
    batch = next(run.stream())
    losses = run.stage(batch)
    losses["loss"].backward()
    assert {n for n, _ in run.stage.named_parameters()} == {
        f"mapper.{n}" for n, _ in run.mapper.named_parameters()
    }
    for name, p in run.mapper.named_parameters():
        assert p.grad is not None and p.grad.abs().sum() > 0, name
    for part in (run.parts.unet, run.parts.vae, run.parts.text, run.parts.vision):
        assert all(p.grad is None and not p.requires_grad for p in part.parameters())
    assert torch.isclose(losses["loss"].detach(), losses["mse"] + 0.01 * losses["words"])


def test_all_five_words_are_injected_at_the_exact_token(new_run: Callable[..., Run], tmp_path: Path) -> None:
    run = new_run(short("global"), tmp_path)
    prompts = ["a close-up photo of the S", "a photo of a S"]
    rows, positions = prompt_rows(run.parts, prompts, torch.device("cpu"))
    words = torch.arange(2 * 5 * 24.0).reshape(2, 5, 24)
    injected = inject(rows, words, positions)
    placeholder = run.parts.tokenizer.words("s")[0]
    row = run.parts.text.text_model.embeddings.token_embedding.weight[placeholder]
    for b in range(2):
        at = int(positions[b])
        assert torch.equal(rows[b, at], row)
        assert torch.equal(injected[b, at : at + 5], words[b])
        assert torch.equal(injected[b, at + 5 :], rows[b, at + 1 : -4])


def test_the_loss_falls_on_one_batch(new_run: Callable[..., Run], tmp_path: Path) -> None:
    run = new_run(short("global", rate=3e-3), tmp_path)
    batch = next(run.stream())
    losses = [run.update(iter([batch]))["loss"] for _ in range(8)]
    assert min(losses[-2:]) < losses[0], losses


def test_features_are_the_raw_hidden_states(new_run: Callable[..., Run], tmp_path: Path) -> None:
    run = new_run(short("global"), tmp_path)
    pixels = next(run.stream())["reference"]
    with torch.no_grad():
        theirs = run.parts.vision(pixels, output_hidden_states=True).hidden_states
    for own, k in zip(features(run.parts, pixels), (6, 1, 2, 3, 4), strict=True):
        assert torch.allclose(own, theirs[k], atol=1e-5)
