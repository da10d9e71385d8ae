"""What `torch.save` wrote before PyTorch 1.6, and the same weights as numbers.

Run from the project's folder:  .venv/bin/python training/make_checkpoint_fixture.py
Writes test/fixtures/checkpoint/{legacy.pt, legacy.json}: several types, two views of one storage, a
parameter, a scalar, an empty tensor and a nested dictionary.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch

OUT = Path(__file__).parents[1] / "test" / "fixtures" / "checkpoint"


def state() -> dict[str, torch.Tensor | dict[str, torch.Tensor]]:
    shared = torch.arange(12, dtype=torch.float32)
    return {
        "whole": shared.view(3, 4),
        "part": shared[4:8],
        "half": torch.linspace(-2, 2, 5).half(),
        "bfloat": torch.tensor([0.5, -3.0]).bfloat16(),
        "double": torch.tensor([[1.5], [2.5]], dtype=torch.float64),
        "ids": torch.arange(3),
        "bytes": torch.tensor([0, 255], dtype=torch.uint8),
        "flag": torch.tensor([True, False]),
        "scalar": torch.tensor(7.25),
        "empty": torch.zeros(0, 4),
        "parameter": torch.nn.Parameter(torch.ones(2, 2)),
        "layer": {"0": torch.full((2,), 3.0)},
    }


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    torch.save({"state_dict": state(), "epoch": 3}, OUT / "legacy.pt", _use_new_zipfile_serialization=False)
    flat = {key: value for key, value in state().items() if key != "layer"}
    flat["layer.0"] = torch.full((2,), 3.0)
    numbers = {
        key: {"dims": list(value.shape), "data": value.detach().double().flatten().tolist()}
        for key, value in flat.items()
    }
    (OUT / "legacy.json").write_text(json.dumps(numbers) + "\n")


if __name__ == "__main__":
    main()
