"""Files have the published key names, and those of others are read without running anything."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from elite_training.paper.checkpoint import build_mapper, read_weights, write_mapper
from elite_training.paper.stack import Parts

KEYS = (Path(__file__).parent / "published_keys.txt").read_text().split()


def test_the_keys_are_those_of_the_authors_files(parts: Parts, tmp_path: Path) -> None:
    mapper = build_mapper(parts.unet, 32, 32, 24, None)
    write_mapper(mapper.state_dict(), tmp_path / "global_mapper.safetensors")
    written = load_file(tmp_path / "global_mapper.safetensors")
    assert sorted(written) == KEYS
    assert all(v.dtype == torch.float16 for v in written.values())
    assert [p.name for p in tmp_path.iterdir()] == ["global_mapper.safetensors"]


def test_fresh_keys_and_values_are_the_unets(parts: Parts) -> None:
    mapper = build_mapper(parts.unet, 32, 32, 24, None)
    for path in mapper.layers:
        own = parts.unet.get_submodule(path)
        assert torch.equal(mapper.key(path).weight, own.to_k.weight)
        assert torch.equal(mapper.value(path).weight, own.to_v.weight)


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_pt_file_is_read_with_its_own_hidden_width(parts: Parts, tmp_path: Path, wrapped: bool) -> None:
    state = build_mapper(parts.unet, 32, 20, 24, None).half().state_dict()
    torch.save({"state_dict": state} if wrapped else state, tmp_path / "global_mapper.pt")
    mapper = build_mapper(parts.unet, 32, 32, 24, tmp_path / "global_mapper.pt")
    assert all(torch.equal(v, state[k].float()) for k, v in mapper.state_dict().items())


class Harm:
    def __reduce__(self) -> tuple:
        return Path.touch, (Path("/nonexistent/harm"),)


def test_a_pickle_that_would_run_something_is_refused(tmp_path: Path) -> None:
    torch.save({"mapping_0.0.weight": Harm()}, tmp_path / "bad.pt")
    with pytest.raises(ValueError, match="bad.pt: expected weights that torch.save wrote, got another"):
        read_weights(tmp_path / "bad.pt")


def test_a_file_of_another_stack_is_refused_with_key_and_shapes(parts: Parts, tmp_path: Path) -> None:
    file = tmp_path / "other.pt"
    state = build_mapper(parts.unet, 32, 32, 24, None).state_dict()
    key = "mapping_0.6.weight"
    torch.save({**state, key: torch.zeros(768, 32)}, file)
    with pytest.raises(ValueError, match=rf"{key}: expected \[24, 32\], got \[768, 32\]"):
        build_mapper(parts.unet, 32, 32, 24, file)
    torch.save({k: v for k, v in state.items() if k != key}, file)
    with pytest.raises(ValueError, match=rf"{key}: expected \[24, 32\], got no such key"):
        build_mapper(parts.unet, 32, 32, 24, file)
    torch.save({**state, "more": torch.zeros(1)}, file)
    with pytest.raises(ValueError, match=r"other.pt, more: expected no such key"):
        build_mapper(parts.unet, 32, 32, 24, file)
    with pytest.raises(ValueError, match="expected a mapper's file, got no such file"):
        build_mapper(parts.unet, 32, 32, 24, tmp_path / "gone.pt")
