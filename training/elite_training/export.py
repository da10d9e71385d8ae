"""Writes a bundle: the folder that the product opens, with published key names, notices and hashes."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import nn

from .models.configs import NANO, Net
from .sample import FILES, SCALE, Stack, load_stack
from .stages.s4_global import TEMPLATES
from .world.axes import ARTICLES, CATEGORIES, COLOURS, FRAMINGS, OUTFITS, PLACES, PLAIN, STYLES
from .world.sprites import read_concepts
from .world.toys import BODIES, EARS, PATTERNS

TRAINING = Path(__file__).parents[1]
SCHEMA, VERSION = 1, "0.1.0"
UNHASHED = ("bundle.json", "README.md")
"""Files that people edit after the export; bundle.json cannot hold its own hash."""
APART = ("card/", "tinybench/")
"""Folders that are written beside the bundle, not by the export: it may be made anew where they lie."""

SCHEDULER = {
    "_class_name": "LMSDiscreteScheduler",
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "num_train_timesteps": 1000,
    "prediction_type": "epsilon",
    "timestep_spacing": "linspace",
    "steps_offset": 1,
    "trained_betas": None,
}
PIPELINE = {
    "_class_name": "StableDiffusionPipeline",
    "_diffusers_version": "0.35.0",
    "requires_safety_checker": False,
    "feature_extractor": [None, None],
    "image_encoder": [None, None],
    "safety_checker": [None, None],
    "scheduler": ["diffusers", "LMSDiscreteScheduler"],
    "text_encoder": ["transformers", "CLIPTextModel"],
    "tokenizer": ["transformers", "CLIPTokenizer"],
    "unet": ["diffusers", "UNet2DConditionModel"],
    "vae": ["diffusers", "AutoencoderKL"],
}


def write_json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def save_half(state: dict[str, torch.Tensor], path: Path) -> None:
    """fp16 safetensors, marked as PyTorch's so that diffusers and transformers read them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = {k: v.half() if v.is_floating_point() else v for k, v in state.items() if "position_ids" not in k}
    save_file({k: v.contiguous() for k, v in half.items()}, path, metadata={"format": "pt"})
    path.chmod(0o644)


def write_networks(stack: Stack, to: Path) -> None:
    """Weights under published key names, with config.json as diffusers and transformers write it."""
    for name, file in FILES.items():
        save_half(getattr(stack, name).state_dict(), to / file)
    stack.unet.save_config(to / "unet")
    stack.vae.save_config(to / "vae")
    for name, folder in (("text", "text_encoder"), ("vision", "image_encoder")):
        tower: nn.Module = getattr(stack, name)
        tower.config.architectures = [type(tower).__name__]
        tower.config.dtype = torch.float32  # what to compute in; the stored halves are read as that
        tower.config.save_pretrained(to / folder)


def elite_config(net: Net) -> dict:
    """What both mappers need beyond their files; imports of released mappers get the same."""
    return {
        "layers": list(net.layers),
        "grid": net.grid,
        "words": 5,
        "hidden": net.mapper_hidden,
        "mask": "nearest",
        "lambda": {"edit": 0.6, "generate": 0.8, "min": 0, "max": 1.5},
        "steps": {"quick": 25, "full": 100},
        # Chosen on the validation concepts: at the paper's 5 the smallest network's contrast bursts.
        "guidance": 3 if net is NANO else 5,
        "sampler": "lms",
        "schedule": "linear",
        "placeholder": "S",
    }


def vocabulary() -> dict:
    """The grammar: its axes, and every word that training captions hold (held-out names are not there)."""
    names = [c.name for c in read_concepts(TRAINING / "concepts.tsv") if c.split == "train"]
    toys = ["toy with", *EARS, *PATTERNS, *COLOURS]
    grammar = [*ARTICLES, *PLACES, *COLOURS, *PLAIN, *STYLES, *OUTFITS, *FRAMINGS, *CATEGORIES, *TEMPLATES]
    text = " ".join([*names, *toys, *grammar, "on a background wearing of"])
    words = sorted({w for w in text.lower().split() if w not in ("s", "no")})
    return {
        "words": words,
        "categories": list(CATEGORIES),
        "places": list(PLACES),
        "colours": list(COLOURS),
        "plain": list(PLAIN),
        "outfits": list(OUTFITS),
        "styles": list(STYLES),
        "framings": [f for f in FRAMINGS if f],
        "toy_bodies": list(BODIES),
    }


def write_configs(net: Net, tokenizer: Path, to: Path) -> None:
    """Everything that is no network: tokenizer, scheduler, preprocessing, ELITE's numbers, words, notices."""
    shutil.copytree(tokenizer, to / "tokenizer", dirs_exist_ok=True)
    write_json(to / "scheduler" / "scheduler_config.json", SCHEDULER)
    write_json(to / "model_index.json", PIPELINE)
    write_json(to / "elite" / "config.json", elite_config(net))
    write_json(to / "vocabulary.json", vocabulary())
    size = {"height": net.image_size, "width": net.image_size}
    preprocessor = {
        "image_processor_type": "CLIPImageProcessor",
        "do_resize": True,
        "size": size,
        "resample": 3,
        "do_center_crop": False,
        "do_rescale": True,
        "rescale_factor": 1 / 255,
        "do_normalize": True,
        "image_mean": [0.48145466, 0.4578275, 0.40821073],
        "image_std": [0.26862954, 0.26130258, 0.27577711],
        "do_convert_rgb": True,
    }
    write_json(to / "feature_extractor" / "preprocessor_config.json", preprocessor)
    shutil.copytree(TRAINING / "LICENSES", to / "LICENSES", dirs_exist_ok=True)


def bundle_json(net: Net, to: Path, trained: bool) -> dict:
    """Parts, sizes and hashes of the files that lie in the folder now."""
    names = {"unet": "diffusion_pytorch_model", "vae": "diffusion_pytorch_model"}
    weights = lambda folder: {  # noqa: E731
        "config": f"{folder}/config.json",
        "weights": f"{folder}/{names.get(folder, 'model')}.safetensors",
    }
    mapper = lambda name: {"config": "elite/config.json", "weights": f"elite/{name}.safetensors"}  # noqa: E731
    parts = {k: weights(k) for k in ("unet", "vae", "text_encoder", "image_encoder")}
    parts["tokenizer"] = {
        "config": "tokenizer/tokenizer_config.json",
        "vocabulary": "tokenizer/vocab.json",
        "merges": "tokenizer/merges.txt",
    }
    parts["scheduler"] = {"config": "scheduler/scheduler_config.json"}
    parts |= {name: mapper(name) for name in ("global_mapper", "local_mapper")}
    if (to / "evaluators" / "model.safetensors").exists():
        parts["evaluators"] = weights("evaluators")
    files = sorted(p.relative_to(to).as_posix() for p in to.rglob("*") if p.is_file())
    hashed = [f for f in files if f not in UNHASHED and not f.startswith(APART)]
    optional = {
        "vocabulary": "vocabulary.json",
        "samples": "samples/samples.json",
        "golden": "golden.safetensors",
    }
    story = "trained from scratch on emoji-like pictures" if trained else "random weights, for tests only"
    return {
        "schema": SCHEMA,
        "name": f"elite-{net.name}",
        "version": VERSION,
        "title": f"elite-{net.name} · "
        + (f"experimental, {net.size} px" if net.size < 128 else "toy world, 128 px"),
        "description": f"A small but complete ELITE stack for {net.size}-pixel pictures, {story}. "
        "It knows nothing outside its toy world: photographs of real things are out of its range.",
        "licence": "Apache-2.0",
        "licences": "LICENSES",
        "image_size": net.size,
        "experimental": net.size < 128,
        "world": "emoji-like things",
        **{k: v for k, v in optional.items() if v in files},
        "parts": parts,
        "files": [
            {
                "path": f,
                "bytes": (to / f).stat().st_size,
                "sha256": hashlib.sha256((to / f).read_bytes()).hexdigest(),
            }
            for f in hashed
        ],
    }


@torch.no_grad()
def latent_deviation(stack: Stack, images: np.ndarray) -> float:
    """Deviation of the scaled latents of pictures uint8 [N, 3, S, S]; 1 when the scale was folded in."""
    x = torch.from_numpy(np.asarray(images)).float() / 127.5 - 1
    return float((stack.vae.encode(x).latent_dist.mean * SCALE).std())


def check_bundle(net: Net, stack: Stack, to: Path) -> Stack:
    """The bundle loaded back. @raises ValueError when a network differs from what was exported."""
    back = load_stack(net, to)
    for name, file in FILES.items():
        written = load_file(to / file)
        for key, value in getattr(stack, name).state_dict().items():
            if "position_ids" not in key and not torch.equal(value.half(), written[key]):
                raise ValueError(f"{to / file}, {key}: expected what was exported, got other values")
    return back


def export(net: Net, stack: Stack, tokenizer: Path, to: Path, evaluators: Path | None = None) -> Stack:
    """Writes the bundle's networks and configs and returns it, loaded back with its fp16-rounded weights."""
    write_networks(stack, to)
    write_configs(net, tokenizer, to)
    if evaluators is not None and (evaluators / "model.safetensors").exists():
        shutil.copytree(evaluators, to / "evaluators", dirs_exist_ok=True)
        (to / "evaluators" / "model.safetensors").chmod(0o644)
    return check_bundle(net, stack, to)


def finish(net: Net, to: Path, trained: bool = True) -> None:
    """Writes bundle.json over what lies in the folder."""
    write_json(to / "bundle.json", bundle_json(net, to, trained))
