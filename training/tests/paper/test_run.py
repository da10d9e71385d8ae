"""A run stops, goes on, averages, and writes what others read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from PIL import Image
from safetensors.torch import load_file

from elite_training.paper import run as run_module
from elite_training.paper.run import Run, averaged

from .conftest import short


def weights(run: Run) -> dict[str, torch.Tensor]:
    return {k: v.clone() for k, v in run.mapper.state_dict().items()}


def test_a_run_in_two_pieces_equals_one_in_one_piece(new_run: Callable[..., Run], tmp_path: Path) -> None:
    s = short("global", ema=0.9)
    whole = new_run(s.changed(updates=3), tmp_path / "whole")
    whole.train()
    first = new_run(s.changed(updates=1), tmp_path / "pieces")
    first.train()
    second = new_run(s.changed(updates=3), tmp_path / "pieces", first.place.mapper)
    assert second.resumed and second.progress.samples == 2
    second.train()
    for key, value in weights(whole).items():
        assert torch.allclose(value, second.mapper.state_dict()[key], atol=1e-6), key
        assert torch.allclose(whole.ema.shadow[key], second.ema.shadow[key], atol=1e-6), key
    state = json.loads(second.place.state.read_text())
    assert (state["update"], state["samples"], state["seed"]) == (3, 6, 0)


def test_without_its_local_file_a_run_goes_on_from_the_mapper(
    new_run: Callable[..., Run], tmp_path: Path
) -> None:
    s = short("global", updates=1)
    first = new_run(s, tmp_path)
    first.train()
    first.place.local.unlink()
    second = new_run(s.changed(updates=2), tmp_path, first.place.mapper)
    assert second.progress.update == 1
    written = load_file(first.place.mapper)
    assert all(torch.equal(v.half(), written[k]) for k, v in weights(second).items())
    with pytest.raises(ValueError, match=r"global-state.json, seed: expected 5, got 0"):
        new_run(s.changed(seed=5), tmp_path)


class Ticks:
    """In place of the clock: asked before each update."""

    def __init__(self, minutes: float) -> None:
        self.left = minutes

    @property
    def progress(self) -> float:
        self.left -= 1
        return float(self.left < 0)


def test_the_time_box_ends_a_run_and_its_files_are_written(
    new_run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "Clock", Ticks)
    run = new_run(short("global"), tmp_path)
    assert run.train(minutes=2).update == 2
    lines = [json.loads(line) for line in run.place.metrics.read_text().splitlines()]
    assert lines[0]["settings"]["batch"] == 2 and lines[0]["hash"] == run.s.hash()
    assert {"torch", "diffusers", "transformers", "accelerate"} <= set(lines[0]["versions"])
    assert [line["update"] for line in lines[1:]] == [1, 2]
    assert {"mse", "words", "grad_norm"} <= set(lines[1]["loss"])
    assert run.place.mapper.is_file() and run.place.local.is_file()
    assert new_run(short("global"), tmp_path).train(minutes=0).update == 2


def test_accumulated_parts_equal_one_batch(new_run: Callable[..., Run], tmp_path: Path) -> None:
    after = []
    for part in (4, 2):
        run = new_run(short("global", batch=4, device_batch=part, updates=1), tmp_path / str(part))
        run.train()
        after.append(weights(run))
    # Adam's first step is rate · g / |g|: where a gradient is nearly 0 its sign may differ.
    near = [torch.isclose(v, after[1][k], atol=1e-5).float().mean() for k, v in after[0].items()]
    assert min(near) > 0.97, min(near)


def test_the_moving_average_is_what_is_written_and_drawn(new_run: Callable[..., Run], tmp_path: Path) -> None:
    run = new_run(short("global", ema=0.9, updates=2), tmp_path)
    run.train()
    own, written = weights(run), load_file(run.place.mapper)
    assert all(torch.equal(v.cpu().half(), written[k]) for k, v in run.ema.shadow.items())
    key = "mapping_0.6.weight"
    assert not torch.equal(own[key], run.ema.shadow[key])
    with averaged(run.mapper, run.ema):
        assert torch.equal(run.mapper.state_dict()[key], run.ema.shadow[key])
    assert torch.equal(run.mapper.state_dict()[key], own[key])


@pytest.mark.parametrize(("stage", "columns"), [("global", 3), ("local", 5)])
def test_a_grid_has_a_row_a_sample_and_a_column_a_variant(
    new_run: Callable[..., Run], tmp_path: Path, stage: str, columns: int
) -> None:
    run = new_run(short(stage, grid_rows=2, grid_steps=1), tmp_path)
    run.draw()
    (path,) = (tmp_path / "grids").iterdir()
    assert path.name == f"{stage}-000000.png"
    assert Image.open(path).size == (columns * 64, 2 * 64 + 14)


def test_two_processes_do_what_one_does(
    new_run: Callable[..., Run], stack_folders: tuple[Path, Path], published: Path, tmp_path: Path
) -> None:
    flags = {
        "--batch": 4, "--device-batch": 2, "--updates": 2, "--workers": 0, "--grid-rows": 0, "--rate": 1e-3,
        "--stack": stack_folders[0], "--vision": stack_folders[1], "--data": f"openimages:{published}",
        "--config": "paper", "--out": tmp_path / "two",
    }  # fmt: skip
    command = [sys.executable, "-m", "torch.distributed.run", "--nproc_per_node", "2", "--standalone", "-m"]
    command += ["elite_training.cli", "--threads", "1", "global"]
    command += [str(x) for pair in flags.items() for x in pair]
    environment = {**os.environ, "ACCELERATE_USE_CPU": "true", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    one = new_run(short("global", batch=4, device_batch=4, updates=2), tmp_path / "one")
    one.train()
    header = json.loads((tmp_path / "two" / "global.jsonl").read_text().splitlines()[0])
    assert header["devices"] == "2 × cpu" and header["accumulation"] == 1
    two = torch.load(tmp_path / "two" / "global-resume.pt", weights_only=True)["mapper"]
    near = [torch.isclose(v, two[k], atol=1e-5).float().mean() for k, v in weights(one).items()]
    assert min(near) > 0.95, min(near)
