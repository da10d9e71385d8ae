"""Files of a run: mappers under the published key names, and what a resumed run needs."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
from pathlib import Path

import torch
from diffusers import UNet2DConditionModel
from safetensors.torch import load_file
from torch import Tensor

from ..export import save_half
from ..models.mappers import Mapper

FIRST, LAST = "mapping_0.0.weight", "mapping_0.6.weight"


def read_weights(path: Path) -> dict[str, Tensor]:
    """Tensors of a .safetensors file, or of what torch.save wrote; a pickle can't execute anything.

    @raises ValueError when the file is missing or holds something else
    """
    if not path.is_file():
        raise ValueError(f"{path}: expected a mapper's file, got no such file")
    if path.suffix == ".safetensors":
        return load_file(path)
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError) as cause:
        raise ValueError(f"{path}: expected weights that torch.save wrote, got another file") from cause
    state = state.get("state_dict", state) if isinstance(state, dict) else state
    if not isinstance(state, dict) or not all(isinstance(v, Tensor) for v in state.values()):
        raise ValueError(f"{path}: expected names and tensors, got {type(state).__name__}")
    return state


def build_mapper(unet: UNet2DConditionModel, width: int, hidden: int, out: int, init: Path | None) -> Mapper:
    """A mapper with fresh networks and the UNet's own K, V, or one from a file of ours or of the authors'."""
    if init is None:
        return Mapper(unet, width, hidden, out)
    state = {k: v.float() for k, v in read_weights(init).items()}
    if FIRST not in state:
        raise ValueError(f"{init}: expected the key {FIRST} of a mapper, got no such key")
    mapper = Mapper(unet, width, len(state[FIRST]), out)
    check_state(mapper, state, init)
    mapper.load_state_dict(state)
    return mapper


def check_state(mapper: Mapper, state: dict[str, Tensor], path: Path) -> None:
    """@raises ValueError with the full key and both shapes"""
    own = mapper.state_dict()
    for key, value in own.items():
        got = list(state[key].shape) if key in state else "no such key"
        if got != list(value.shape):
            raise ValueError(f"{path}, {key}: expected {list(value.shape)}, got {got} (of another stack?)")
    more = sorted(set(state) - set(own))
    if more:
        raise ValueError(f"{path}, {more[0]}: expected no such key, got one (of another stack?)")


def write_mapper(state: dict[str, Tensor], path: Path) -> str:
    """Writes fp16 safetensors, whole or not at all, and returns the file's SHA-256."""
    draft = path.with_name(f".{path.name}")
    save_half({k: v.detach().cpu() for k, v in state.items()}, draft)
    os.replace(draft, path)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_whole(path: Path, value: dict) -> None:
    """Writes JSON, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}")
    draft.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n")
    os.replace(draft, path)


def save_local(path: Path, value: dict) -> None:
    """Writes fp32 weights, optimiser and moving average beside the run, whole or not at all."""
    draft = path.with_name(f".{path.name}")
    torch.save(value, draft)
    os.replace(draft, path)


def load_local(path: Path) -> dict:
    """What `save_local` wrote; weights only."""
    return torch.load(path, map_location="cpu", weights_only=True)
