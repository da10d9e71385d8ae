"""What a bundle brings beside its networks: photographs of held-out concepts, golden values for parity."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file
from torch import Tensor

from .export import write_json
from .sample import Settings, Stack, decode, encode_prompts, encode_subject, lms_sigmas, sample, seed_noise
from .stages.common import clip_pixels
from .stages.s5_local import grid_mask
from .world.axes import PLACES, WEARERS
from .world.stream import FIRST, World

SAMPLES: tuple[str, ...] = ("wolf", "flamingo", "violin", "croissant", "canoe", "toy 2")
"""Held-out concepts that come with the product, chosen by name before any picture of theirs was drawn."""

SEVERAL = {"flamingo": 2}
"""How many photographs come of a sample, where it is more than one: for workflows that show several."""

PHOTO = 256
"""Side of a sample photograph, pixels."""

GOLDEN_PROMPT = "a photo of a S*"


def sample_identity(world: World, name: str) -> int:
    """Identity of a held-out concept by its name, or of a toy by its number in the split."""
    if name.startswith("toy "):
        return len(world.concepts) + int(name.removeprefix("toy "))
    found = [i for i, c in enumerate(world.concepts) if c.name == name]
    if not found:
        raise ValueError(f"concepts.tsv: expected a {world.split} concept named {name!r}, got none")
    return found[0]


def sample_prompts(category: str) -> list[str]:
    """Prompts of the grammar that a sample can be tried with."""
    return [
        "a photo of a S*",
        "a S* in the snow",
        "a S* on the beach",
        "a red S* in the jungle",
        "a pencil sketch of a S*",
        "a S* wearing a top hat on a wooden floor" if category in WEARERS else "a S* in space",
    ]


def save_png(pixels: np.ndarray, path: Path) -> None:
    """Pixels uint8 [3, H, W] or a mask [H, W] as a PNG without metadata."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = pixels.transpose(1, 2, 0) if pixels.ndim == 3 else pixels.astype(np.uint8) * 255
    Image.fromarray(np.ascontiguousarray(image)).save(path, optimize=True)


def save_photograph(photo: np.ndarray, mask: np.ndarray, folder: Path, slug: str, number: str = "") -> None:
    """A photograph uint8 [3, H, W] and its mask [H, W] as PNG: `wolf.png` and `wolf-mask.png`.

    Further ones are `wolf-2.png` and `wolf-mask-2.png`: who lists examples by pairs of
    the first kind finds each concept once.
    """
    save_png(photo, folder / f"{slug}{number}.png")
    save_png(mask, folder / f"{slug}-mask{number}.png")


def write_samples(world: World, to: Path) -> tuple[Tensor, Tensor]:
    """samples/: photographs and masks as PNG, and samples.json. Returns the first photograph and its mask."""
    folder, lines, first = to / "samples", [], None
    folder.mkdir(parents=True, exist_ok=True)
    for name in SAMPLES:
        identity = sample_identity(world, name)
        photo, mask, scene = world.reference(identity, PHOTO)
        slug = name.replace(" ", "-")
        save_photograph(photo, mask, folder, slug)
        for k in range(1, SEVERAL.get(name, 1)):
            save_photograph(*world.reference(identity, PHOTO, FIRST + k)[:2], folder, slug, f"-{k + 1}")
        lines.append(
            {
                "id": slug,
                "name": world.name(identity),
                "category": world.category(identity),
                "photo": f"samples/{slug}.png",
                "mask": f"samples/{slug}-mask.png",
                "place": PLACES[scene.place],
                "seed": 42,
                "prompts": sample_prompts(world.category(identity)),
            }
        )
        first = first or (torch.from_numpy(photo)[None], torch.from_numpy(mask)[None])
    write_json(folder / "samples.json", lines)
    return first


@torch.no_grad()
def write_golden(stack: Stack, photo: Tensor, mask: Tensor, to: Path) -> None:
    """golden.safetensors: one generation's intermediates, fp32, from the weights as the bundle holds them."""
    net = stack.net
    subject = encode_subject(stack, photo, mask)
    prompt = encode_prompts(stack, [GOLDEN_PROMPT], subject.words[:, :1])
    ids, position, _ = stack.tokenizer.spans("a photo of a s", (13, 14))
    noise = seed_noise([42], (4, net.size // 8, net.size // 8))
    out = {
        "ids": torch.tensor([ids]),
        "idx": torch.tensor([position]),
        "pixels": clip_pixels(photo, net.image_size),
        "object_pixels": clip_pixels(photo.float() * mask.float()[:, None], net.image_size),
        "mask": grid_mask(mask.float(), net.grid),
        "v": subject.words,
        "e": subject.patches,
        "C": prompt[0],
        "C_u": encode_prompts(stack, [""])[0],
        "noise": noise,
    }
    for steps, kept in ((100, (1, 10, 100)), (25, (25,))):

        def keep(i: int, z: Tensor, steps: int = steps, kept: tuple[int, ...] = kept) -> None:
            if i == 0 and steps == 100:
                out.update({f"gate_{path}": gate[..., 0] for path, gate in stack.context.gates.items()})
            if i + 1 in kept:
                out[f"latents_{steps}_{i + 1}"] = z

        z = sample(stack, prompt, noise, Settings(steps, 5.0, 0.8), subject.patches, keep)
        out[f"sigmas_{steps}"] = torch.from_numpy(lms_sigmas(steps)[0])
        out["image" if steps == 100 else "image_25"] = decode(stack, z)
    save_file({k: v.contiguous().clone() for k, v in out.items()}, to / "golden.safetensors")
    (to / "golden.safetensors").chmod(0o644)
