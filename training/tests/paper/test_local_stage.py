"""Stage two: what learns, and that it learns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch

from elite_training.paper.run import Run

from .conftest import short


def test_gradients_reach_the_local_mapper_alone(new_run: Callable[..., Run], tmp_path: Path) -> None:
    run = new_run(short("local"), tmp_path)
    losses = run.stage(next(run.stream()))
    losses["loss"].backward()
    for name, p in run.mapper.named_parameters():
        assert p.grad is not None and p.grad.abs().sum() > 0, name
    for part in (run.stack.words, run.parts.unet, run.parts.vae, run.parts.text, run.parts.vision):
        assert all(p.grad is None and not p.requires_grad for p in part.parameters())
    assert torch.isclose(losses["loss"].detach(), 4 * losses["mse"] + 1e-4 * losses["values"])


def test_the_loss_falls_on_one_batch(new_run: Callable[..., Run], tmp_path: Path) -> None:
    run = new_run(short("local", rate=3e-3), tmp_path)
    batch = next(run.stream())
    losses = [run.update(iter([batch]))["loss"] for _ in range(8)]
    assert min(losses[-2:]) < losses[0], losses


def test_recomputed_activations_give_the_same_gradients(new_run: Callable[..., Run], tmp_path: Path) -> None:
    gradients = []
    for checkpointing in (False, True):
        run = new_run(short("local", checkpointing=checkpointing), tmp_path)
        run.stage(next(run.stream()))["loss"].backward()
        gradients.append([p.grad for p in run.mapper.parameters()])
    assert all(torch.allclose(a, b, rtol=1e-4, atol=1e-7) for a, b in zip(*gradients, strict=True))


def test_bf16_changes_the_loss_little_and_keeps_the_gate_in_fp32(
    new_run: Callable[..., Run], tmp_path: Path
) -> None:
    from accelerate.state import AcceleratorState

    losses = []
    for precision in ("no", "bf16"):
        AcceleratorState._reset_state(True)
        run = new_run(short("local", precision=precision), tmp_path)
        losses.append(run.stage(next(run.stream()))["loss"].detach())
        assert {g.dtype for g in run.stack.context.gates.values()} == {torch.float32}
        assert all(float(g.amax()) == 1 for g in run.stack.context.gates.values())
    # bf16 keeps eight bits: 2⁻⁸ a value, averaged over many.
    assert losses[1].dtype == torch.float32 and torch.isclose(*losses, rtol=0.02)
