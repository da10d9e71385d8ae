"""What is written is what the libraries open, the same numbers in every layout."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from diffusers import StableDiffusionPipeline
from diffusers.loaders.single_file_utils import convert_ldm_unet_checkpoint, convert_ldm_vae_checkpoint
from safetensors.torch import load_file
from transformers import CLIPModel

from elite_training.paper.checkpoint import build_mapper
from elite_training.paper.stack import open_stack
from elite_training.published.layouts import CLIP_FOLDER, SD_FOLDER, Form, write_layout
from elite_training.published.sizes import TINY

TORCH_CHECKPOINT = "sd-v1-4.ckpt"


def test_diffusers_opens_the_folder_and_its_tokenizer(published: Path) -> None:
    pipeline = StableDiffusionPipeline.from_pretrained(str(published / SD_FOLDER), local_files_only=True)
    ids = pipeline.tokenizer("a photo of a s", padding="max_length", return_tensors="pt").input_ids
    end = TINY.text["vocab_size"] - 1
    assert ids.shape == (1, 77)
    assert ids[0, 0] == end - 1 and ids[0, -1] == end and len(ids[0].unique()) > 4


def test_the_folder_s_autoencoder_has_the_names_of_its_time(published: Path) -> None:
    names = load_file(published / SD_FOLDER / "vae" / "diffusion_pytorch_model.safetensors")
    assert "decoder.mid_block.attentions.0.proj_attn.weight" in names
    assert not any(".to_q." in name for name in names)


def test_a_single_file_holds_the_folder_s_numbers(published: Path) -> None:
    pipeline = StableDiffusionPipeline.from_pretrained(str(published / SD_FOLDER), local_files_only=True)
    whole = load_file(published / "sd-v1-4.safetensors")
    unet = convert_ldm_unet_checkpoint(dict(whole), dict(pipeline.unet.config))
    vae = convert_ldm_vae_checkpoint(dict(whole), dict(pipeline.vae.config))
    for network, state in ((pipeline.unet, unet), (pipeline.vae, vae)):
        own = network.state_dict()
        assert own.keys() == state.keys()
        assert all(torch.equal(value, state[key]) for key, value in own.items())


def test_both_folders_hold_the_same_text_tower(published: Path) -> None:
    both = CLIPModel.from_pretrained(str(published / CLIP_FOLDER), local_files_only=True).text_model
    pipeline = StableDiffusionPipeline.from_pretrained(str(published / SD_FOLDER), local_files_only=True)
    own = {k.removeprefix("text_model."): v for k, v in pipeline.text_encoder.state_dict().items()}
    assert all(torch.equal(value, own[key]) for key, value in both.state_dict().items())


def test_activations_stay_finite_and_of_a_sensible_size(published: Path) -> None:
    parts = open_stack(published / SD_FOLDER, published / CLIP_FOLDER)
    words = build_mapper(parts.unet, 32, 32, 24, published / "global_mapper.pt")
    local = build_mapper(parts.unet, 32, 32, 24, published / "local_mapper.pt")
    stack = parts.with_mappers(words, local)
    z = torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(1))
    epsilon = stack.unet(z, torch.tensor([500.0]), torch.randn(1, 77, 24)).sample
    picture = stack.vae.decode(z).sample
    for value in (epsilon, picture):
        assert 0.05 < value.std() < 20, value.std()


def test_half_precision_has_its_variant_s_names_and_rounded_numbers(published: Path, tmp_path: Path) -> None:
    write_layout("diffusers", tmp_path, Form(TINY, dtype="fp16"))
    half = load_file(tmp_path / SD_FOLDER / "unet" / "diffusion_pytorch_model.fp16.safetensors")
    whole = load_file(published / SD_FOLDER / "unet" / "diffusion_pytorch_model.safetensors")
    assert all(torch.equal(half[key], value.half()) for key, value in whole.items())


def test_pickled_files_hold_the_same_numbers(published: Path, tmp_path: Path) -> None:
    write_layout("all", tmp_path, Form(TINY, ending="ckpt"))
    bundle = torch.load(tmp_path / TORCH_CHECKPOINT, weights_only=True)
    whole = load_file(published / "sd-v1-4.safetensors")
    assert bundle["state_dict"].keys() == whole.keys()
    assert all(torch.equal(value, whole[key]) for key, value in bundle["state_dict"].items())
    pickled = torch.load(tmp_path / SD_FOLDER / "unet" / "diffusion_pytorch_model.bin", weights_only=True)
    safe = load_file(published / SD_FOLDER / "unet" / "diffusion_pytorch_model.safetensors")
    assert all(torch.equal(value, safe[key]) for key, value in pickled.items())
    pipeline = StableDiffusionPipeline.from_pretrained(str(tmp_path / SD_FOLDER), local_files_only=True)
    assert torch.equal(pipeline.unet.conv_in.weight, safe["conv_in.weight"])


@pytest.mark.parametrize("seed", [0, 1])
def test_a_seed_gives_one_checkpoint(published: Path, tmp_path: Path, seed: int) -> None:
    write_layout("mappers", tmp_path, Form(TINY, seed=seed))
    same = (tmp_path / "local_mapper.pt").read_bytes() == (published / "local_mapper.pt").read_bytes()
    assert same is (seed == 0)
