"""Every stage learns, resumes, and keeps what it must keep."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor

from elite_training import cli
from elite_training.models import configs
from elite_training.models.configs import NANO
from elite_training.sample import FILES, Stack
from elite_training.stages import common, s0_eval, s1_clip, s2_vae, s3_unet, s4_global, s5_local
from elite_training.stages.edits import Edits, edit_pool
from elite_training.stages.s3_unet import alphas
from elite_training.stages.s5_local import grid_mask
from elite_training.tokenizer import Tokenizer
from elite_training.world.stream import World

OWN_FILES = {
    "s2": FILES["vae"],
    "s3": FILES["unet"],
    "s4": "elite/global_mapper.safetensors",
    "s5": "elite/local_mapper.safetensors",
}
BATCH = 4
"""As many as each pool holds: every update sees the same pictures."""


class Updates:
    """In place of the clock: a stage asks for its progress twice an update, S2 and S3 once."""

    def __init__(self, asked: int) -> None:
        self.left = self.whole = asked

    @property
    def progress(self) -> float:
        self.left -= 1
        return 1.0 if self.left < 0 else 0.05 + 0.4 * (1 - self.left / self.whole)


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stack: Stack, world: World, tokenizer: Tokenizer
) -> Callable[[ModuleType, int], list[float]]:
    """Runs updates of a stage on one batch with the same noise every time; returns the loss of each."""
    for name, file in FILES.items():
        if name not in ("words", "local"):
            common.save(getattr(stack, name), tmp_path / file)
    pool = common.scene_pool(world, tmp_path, BATCH, log=lambda _: None)
    losses: list[float] = []

    def add(self: common.Metrics, update: int, samples: int, lr: float, **values: float) -> None:
        losses.append(float(next(iter(values.values()))))

    def noised(latents: Tensor, bar: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        t = torch.linspace(100, 900, len(latents)).long()
        noise = torch.randn(latents.shape, generator=torch.Generator().manual_seed(9))
        a = bar[t][:, None, None, None]
        return a.sqrt() * latents + (1 - a).sqrt() * noise, t, noise

    monkeypatch.setattr(common.Metrics, "add", add)
    for stage in (s3_unet, s4_global, s5_local):
        monkeypatch.setattr(stage, "noised", noised)
    # The same target and prompt every time: framing would move both.
    monkeypatch.setattr(s5_local, "framed", lambda x, rng, template: (x, torch.ones(8, 8), "a photo of a S"))

    def go(stage: ModuleType, updates: int, **options: float) -> list[float]:
        losses.clear()
        asked = 2 * updates if stage in (s1_clip, s4_global, s5_local) else updates
        monkeypatch.setattr(stage, "Clock", lambda minutes: Updates(asked))
        if stage is s2_vae:
            stage.train(NANO, pool, tmp_path, 1, batch=BATCH)
        elif stage in (s1_clip, s3_unet):
            stage.train(NANO, pool, tokenizer, tmp_path, 1, batch=BATCH)
        else:
            stage.train(NANO, world, tokenizer, tmp_path, 1, batch=BATCH, subjects=BATCH, **options)
        return list(losses)

    return go


@pytest.mark.parametrize(
    ("stage", "updates"),
    [(s1_clip, 8), (s2_vae, 8), (s3_unet, 8), (s4_global, 10)],
    ids=["S1", "S2", "S3", "S4"],
)
def test_a_stage_lowers_the_loss_on_one_batch(
    run: Callable[[ModuleType, int], list[float]], stage: ModuleType, updates: int
) -> None:
    losses = run(stage, updates)
    assert len(losses) == updates
    assert min(losses[-2:]) < losses[0], losses


def test_the_second_stage_of_the_paper_lowers_the_loss_after_the_first(
    run: Callable[[ModuleType, int], list[float]],
) -> None:
    run(s4_global, 1)
    losses = run(s5_local, 10)
    assert min(losses[-2:]) < losses[0], losses


def test_the_second_stage_lowers_the_loss_on_edits_too(
    run: Callable[..., list[float]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Edits, "latents", lambda self, rows: self.means[rows])
    run(s4_global, 1)
    losses = run(s5_local, 12, edits=1)
    assert min(losses[-2:]) < losses[0], losses
    assert '"edits": 1' in (tmp_path / "s5.jsonl").read_text()


def test_a_share_of_the_targets_is_edits(stack: Stack, world: World, tmp_path: Path) -> None:
    rows = np.arange(8)
    asked = edit_pool(world, stack.vae, tmp_path, len(rows))
    x = torch.from_numpy(world.subjects(list(rows))["image"]).float()
    of = lambda share, edits: s5_local.targets(  # noqa: E731
        stack.vae, x, np.random.default_rng(3), edits, rows, share
    )
    latents, weight, prompts = of(1, asked)
    assert prompts == asked.captions and bool((weight == 1).all())
    assert torch.allclose(latents, asked.means, atol=8 * float(asked.deviations.max()))
    assert of(0.5, asked)[2] != asked.captions
    assert set(asked.captions) & set(of(0.5, asked)[2])
    paper = of(0, None)
    assert of(0, asked)[2] == paper[2] or not set(asked.captions) & set(of(0, asked)[2])
    assert all(text.endswith("S") for text in paper[2])


def test_edits_are_rendered_once(world: World, stack: Stack, tmp_path: Path) -> None:
    first = edit_pool(world, stack.vae, tmp_path, 4)
    file = tmp_path / "edited-4.npy"
    written = file.stat().st_mtime_ns
    again = edit_pool(world, stack.vae, tmp_path, 4)
    assert file.stat().st_mtime_ns == written
    assert again.captions == first.captions and torch.equal(again.means, first.means)


def test_the_judges_lower_their_losses(monkeypatch: pytest.MonkeyPatch, world: World, tmp_path: Path) -> None:
    seen: list[float] = []
    monkeypatch.setattr(
        s0_eval,
        "step",
        lambda optimiser, loss, rate, step=s0_eval.step: (
            seen.append(float(loss)),
            step(optimiser, loss, rate),
        ),
    )
    monkeypatch.setattr(s0_eval, "roughen", lambda x, coarse=0.0: x)
    monkeypatch.setattr(s0_eval, "decoded_pairs", lambda net, pairs, folder: pairs)
    pool = common.scene_pool(world, tmp_path, BATCH, log=lambda _: None)
    s0_eval.train(NANO, world, pool, tmp_path, updates=(8, 8), batch=BATCH, pairs=BATCH)
    assert seen[7] < seen[0] and seen[15] < seen[8], seen
    assert (tmp_path / "evaluators" / "model.safetensors").exists()


def test_a_stage_goes_on_from_its_own_file(
    run: Callable[[ModuleType, int], list[float]], tmp_path: Path
) -> None:
    file = tmp_path / FILES["unet"]
    run(s3_unet, 3)
    before = load_file(file)
    run(s3_unet, 0)
    after = load_file(file)
    assert all(torch.equal(before[k], after[k]) for k in before)
    assert '"resumed": true' in (tmp_path / "s3.jsonl").read_text().splitlines()[-1]


@pytest.mark.parametrize("log_is_lost", [False, True])
@pytest.mark.parametrize("stage", [s2_vae, s3_unet, s4_global, s5_local])
def test_a_run_that_goes_on_sees_other_samples(
    run: Callable[[ModuleType, int], list[float]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    stage: ModuleType,
    log_is_lost: bool,
) -> None:
    run(s4_global, 1)
    name = stage.__name__.split(".")[-1][:2]
    log = tmp_path / f"{name}.jsonl"
    for file in (log, tmp_path / OWN_FILES[name]):
        file.unlink(missing_ok=True)
    seeds: list[tuple[int, int]] = []
    generator = np.random.default_rng

    def watched(seed: int) -> np.random.Generator:
        seeds.append((torch.initial_seed(), seed))
        return generator(seed)

    monkeypatch.setattr(np.random, "default_rng", watched)
    for _ in range(3):
        run(stage, 0)
        if log_is_lost:
            log.unlink()
    own = {(of_torch, seed) for of_torch, seed in seeds if of_torch % 10 == int(name[1]) and seed >= 22}
    assert len(own) == (2 if log_is_lost else 3), seeds


@torch.no_grad()
def test_folding_the_scale_leaves_pictures_equal_and_latents_of_unit_deviation() -> None:
    torch.manual_seed(4)
    vae = configs.vae(NANO).eval()
    x = torch.rand(4, 3, 64, 64) * 2 - 1
    before = vae.encode(x).latent_dist
    picture, spread = vae.decode(before.mean).sample, before.std
    deviation = s2_vae.fold_scale(vae, before.mean)
    after = vae.encode(x).latent_dist
    k = 1 / (0.18215 * deviation)
    assert torch.allclose(vae.decode(after.mean).sample, picture, atol=2e-5)
    assert torch.allclose(after.std, spread * k, rtol=1e-3)
    assert abs(float((0.18215 * after.mean).std()) - 1) < 1e-3


def test_the_mask_reaches_the_grid_at_the_top_left_pixel_of_each_cell() -> None:
    mask = torch.zeros(1, 256, 256)
    mask[0, 0, 0] = 1
    mask[0, 33, 33] = 1
    mask[0, 64, 96] = 1
    grid = grid_mask(mask, 8).reshape(8, 8)
    assert grid[0, 0] == 1 and grid[2, 3] == 1 and grid.sum() == 2
    odd = torch.zeros(1, 100, 100)
    odd[0, 12, 25] = 1
    assert grid_mask(odd, 8).reshape(8, 8)[1, 2] == 1


def test_the_noise_schedule_is_stable_diffusions() -> None:
    bar = alphas()
    assert abs(float(bar[0]) - 0.99914998) < 1e-7 and abs(float(bar[999]) - 0.00466010) < 1e-7


@pytest.mark.parametrize(("stage", "share"), [("S5", "1.5"), ("S4", "0.5")])
def test_edits_are_a_share_and_of_the_second_stage(
    monkeypatch: pytest.MonkeyPatch, stage: str, share: str
) -> None:
    monkeypatch.setattr("sys.argv", ["elite-train", "train", stage, "--edits", share])
    with pytest.raises(SystemExit, match=f"expected a share of 0 to 1 with S5, got {share} with {stage}"):
        cli.main()
