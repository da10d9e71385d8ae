"""Parity fixtures: small seeded random networks with their inputs and outputs, computed by PyTorch.

Run from the project's folder:  .venv/bin/python training/make_fixtures.py [case ...]
Writes test/fixtures/parity/<case>/{config.json, model.safetensors, io.safetensors}. Networks come from
diffusers and transformers; the mappers, the injection and ELITE's attention from elite_training.models,
written from the equations. A network case that is run alone draws other random weights.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from diffusers import (
    AutoencoderKL,
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    HeunDiscreteScheduler,
    LMSDiscreteScheduler,
    UNet2DConditionModel,
)
from safetensors.torch import save_file
from torch import Tensor, nn
from transformers import (
    CLIPTextConfig,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
    CLIPVisionConfig,
    CLIPVisionModelWithProjection,
)

from elite_training.models.attention import install
from elite_training.models.encoders import inject, text_states, token_rows, vision_features
from elite_training.models.mappers import Mapper
from elite_training.tokenizer import write_tokenizer
from fixture_texts import FRAMES, LOOKS, ODD, PLACES, SUBJECTS

BETAS = {
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "num_train_timesteps": 1000,
}
OUT = Path(__file__).parents[1] / "test" / "fixtures" / "parity"


def seeded(module: nn.Module, seed: int) -> nn.Module:
    """Random weights of which every layer matters: biases and norms too."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for p in module.parameters():
            if p.ndim > 1:
                p.copy_(torch.randn(p.shape, generator=generator) / p[0].numel() ** 0.5)
            else:
                p.add_(0.1 * torch.randn(p.shape, generator=generator))
    return module.eval().requires_grad_(False)


def randn(*shape: int, seed: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def write(
    case: str,
    config: dict,
    weights: dict[str, Tensor],
    io: dict[str, Tensor],
    dtype: torch.dtype | None = None,
) -> None:
    """One case's folder."""
    folder = OUT / case
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config, indent=1, default=str) + "\n")
    kept = {k: v.detach().contiguous().clone() for k, v in weights.items() if not k.endswith("position_ids")}
    if dtype:
        kept = {k: v.to(dtype) for k, v in kept.items()}
    save_file(kept, folder / "model.safetensors")
    save_file({k: v.detach().float().contiguous().clone() for k, v in io.items()}, folder / "io.safetensors")


def config_of(model: nn.Module) -> dict:
    """config.json as the libraries publish it."""
    config = model.config.to_dict() if hasattr(model.config, "to_dict") else dict(model.config)
    return {k: v for k, v in config.items() if not k.startswith("_")}


def rounded(module: nn.Module, dtype: torch.dtype) -> nn.Module:
    """Weights rounded to a 16-bit type and back, so that both sides compute with the same numbers."""
    with torch.no_grad():
        for p in module.parameters():
            p.copy_(p.to(dtype).float())
    return module


def vision_case(case: str, seed: int, **sizes: object) -> None:
    model = seeded(CLIPVisionModelWithProjection(CLIPVisionConfig(**sizes)), seed)
    side = model.config.image_size
    pixels = randn(2, 3, side, side, seed=seed + 1)
    layers = tuple(range(model.config.num_hidden_layers + 1))
    states = vision_features(model, pixels, layers)
    io = {f"hidden_{k}": s for k, s in zip(layers, states, strict=True)}
    write(
        case,
        config_of(model),
        model.state_dict(),
        io | {"pixels": pixels, "embeds": model(pixel_values=pixels).image_embeds},
    )


def text_case(case: str, seed: int, dtype: torch.dtype | None = None, **sizes: object) -> None:
    model = seeded(CLIPTextModelWithProjection(CLIPTextConfig(**sizes)), seed)
    if dtype:
        rounded(model, dtype)
    length, width = model.config.max_position_embeddings, model.config.hidden_size
    ids = torch.randint(0, 20, (2, length), generator=torch.Generator().manual_seed(seed))
    rows = token_rows(model, ids)
    io = {"ids": ids, "rows": rows, "hidden": text_states(model, rows), "positions": torch.tensor([3, 5])}
    for n in (1, 5):
        words = randn(2, n, width, seed=seed + n)
        injected = inject(rows, words, torch.tensor([3, 5]))
        io |= {f"words_{n}": words, f"rows_{n}": injected, f"hidden_{n}": text_states(model, injected)}
    library = model.text_model(input_ids=ids).last_hidden_state
    assert torch.allclose(library, io["hidden"], atol=1e-5), "our forward and the library's differ"
    write(case, config_of(model), model.state_dict(), io, dtype)


def unet_of(**sizes: object) -> UNet2DConditionModel:
    return UNet2DConditionModel(**sizes)


UNETS: dict[str, dict] = {
    "unet-a": dict(
        sample_size=8,
        block_out_channels=(16, 32),
        layers_per_block=1,
        attention_head_dim=(2, 4),
        norm_num_groups=8,
        down_block_types=("CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=24,
    ),
    "unet-b": dict(
        sample_size=8,
        block_out_channels=(16, 16, 32),
        layers_per_block=2,
        attention_head_dim=4,
        norm_num_groups=4,
        down_block_types=("CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=20,
        use_linear_projection=True,
    ),
}


def elite_unet_case(case: str, seed: int) -> None:
    """A UNet with both mappers: plain, the global-only model, and λ 0.7 with masked patches."""
    model = seeded(unet_of(**UNETS[case]), seed)
    width = UNETS[case]["cross_attention_dim"]
    words, local = (seeded(Mapper(model, 12, 14, width), seed + i) for i in (1, 2))
    height, side = (8, 12) if case == "unet-b" else (8, 8)
    sample, text = randn(2, 4, height, side, seed=seed + 3), randn(2, 7, width, seed=seed + 4)
    t = torch.tensor([988.90906, 10.5])
    io = {"sample": sample, "text": text, "timestep": t, "plain": model(sample, t, text).sample}
    patches = randn(2, 9, width, seed=seed + 5)
    patches[:, [0, 4]] = 0
    word = torch.zeros(2, 7)
    word[0, 2], word[1, [4, 5]] = 1, 1
    context = install(model, words, local)
    io["global"] = model(sample, t, text).sample
    context.word, context.patches, context.weight = word, patches, 0.7
    io |= {"word": word, "patches": patches, "elite": model(sample, t, text).sample}
    state = {f"unet.{k}": v for k, v in model.state_dict().items()}
    state |= {f"global.{k}": v for k, v in words.state_dict().items()}
    state |= {f"local.{k}": v for k, v in local.state_dict().items()}
    write(case, UNETS[case] | {"in_channels": 4, "out_channels": 4}, state, io)


def vae_case(case: str, seed: int, **sizes: object) -> None:
    model = seeded(AutoencoderKL(**sizes), seed)
    pixels = randn(1, 3, 32, 48, seed=seed + 1).clamp(-1, 1)
    posterior = model.encode(pixels).latent_dist
    latent = (
        randn(1, 4, 4, 6, seed=seed + 2)
        if len(sizes["block_out_channels"]) == 4
        else randn(1, 4, 8, 12, seed=seed + 2)
    )
    io = {
        "pixels": pixels,
        "mean": posterior.mean,
        "logvar": posterior.logvar,
        "latent": latent,
        "decoded": model.decode(latent).sample,
    }
    write(case, config_of(model), model.state_dict(), io)


def mapper_case(seed: int) -> None:
    unet = unet_of(**UNETS["unet-a"])
    model = rounded(seeded(Mapper(unet, 12, 14, 24), seed), torch.bfloat16)
    features = [randn(2, 10, 12, seed=seed + i) for i in range(5)]
    mask = torch.ones(2, 9, 1)
    mask[:, [1, 7]] = 0
    io = {f"features_{i}": f for i, f in enumerate(features)}
    io |= {"mask": mask, "words": model.words(features), "patches": model.patches(features, mask)}
    write("mapper", {}, model.state_dict(), io, torch.bfloat16)
    torch.save(model.state_dict(), OUT / "mapper" / "model.pt")


@torch.no_grad()
def pipeline_case(seed: int) -> None:
    """The whole method on random networks: picture to words, patches and text, and 25 and 100 LMS steps."""
    unet = seeded(unet_of(**UNETS["unet-a"]), seed)
    for p in unet.conv_out.parameters():
        p.mul_(0.3)
    vision = seeded(
        CLIPVisionModelWithProjection(
            CLIPVisionConfig(
                hidden_size=24,
                intermediate_size=48,
                num_hidden_layers=6,
                num_attention_heads=3,
                image_size=28,
                patch_size=7,
                projection_dim=24,
            )
        ),
        seed + 1,
    )
    text = seeded(
        CLIPTextModelWithProjection(
            CLIPTextConfig(
                vocab_size=64,
                hidden_size=24,
                intermediate_size=48,
                num_hidden_layers=2,
                num_attention_heads=3,
                max_position_embeddings=12,
                projection_dim=24,
                eos_token_id=63,
                bos_token_id=62,
                pad_token_id=63,
            )
        ),
        seed + 2,
    )
    words, local = (seeded(Mapper(unet, 24, 28, 24), seed + 3 + i) for i in (0, 1))
    pixels, objects = randn(1, 3, 28, 28, seed=seed + 5), randn(1, 3, 28, 28, seed=seed + 6)
    mask = (randn(1, 16, 1, seed=seed + 7) > -0.3).float()
    layers = (6, 1, 2, 3, 4)
    ids = torch.tensor([[62, 5, 9, 7, 3, 63, 63, 63, 63, 63, 63, 63]])
    empty = torch.tensor([[62, *[63] * 11]])
    v = words.words(vision_features(vision, pixels, layers))
    e = local.patches(vision_features(vision, objects, layers), mask)
    states = text_states(text, inject(token_rows(text, ids), v[:, :1], torch.tensor([4])))
    blank = text_states(text, token_rows(text, empty))
    word = torch.zeros(1, 12)
    word[0, 4] = 1
    noise = torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(42))
    io = {
        "pixels": pixels,
        "objects": objects,
        "mask": mask,
        "ids": ids,
        "empty": empty,
        "words": v,
        "patches": e,
        "text": states,
        "blank": blank,
        "word": word,
        "noise": noise,
    }
    context = install(unet, words, local)
    for steps in (25, 100):
        for weight in (0.0, 0.6, 0.8, 1.2):
            scheduler = LMSDiscreteScheduler(**BETAS, timestep_spacing="linspace")
            scheduler.set_timesteps(steps)
            z = noise * scheduler.sigmas.max()
            for t in scheduler.timesteps:
                x = scheduler.scale_model_input(z, t)
                context.patches = None
                unconditional = unet(x, t[None].float(), blank).sample
                context.word, context.patches, context.weight = word, e, weight
                conditional = unet(x, t[None].float(), states).sample
                z = scheduler.step(unconditional + 5 * (conditional - unconditional), t, z).prev_sample
            io[f"latent_{steps}_{weight}"] = z
    state = {f"unet.{k}": p for k, p in unet.state_dict().items()} | {
        f"vision.{k}": p for k, p in vision.state_dict().items()
    }
    state |= {f"text.{k}": p for k, p in text.state_dict().items()}
    state |= {f"global.{k}": p for k, p in words.state_dict().items()} | {
        f"local.{k}": p for k, p in local.state_dict().items()
    }
    config = {
        "unet": UNETS["unet-a"] | {"in_channels": 4, "out_channels": 4},
        "vision": config_of(vision),
        "text": config_of(text),
    }
    write("pipeline", config, state, io)


def numbers_case() -> None:
    """Noise for several seeds and counts, and diffusers' LMS sigmas and timesteps."""
    io: dict[str, Tensor] = {}
    for seed in (0, 42, 2**32 + 5, 2**63 + 11):
        for n in (5, 15, 16, 37, 256):
            low = seed if seed < 2**63 else seed - 2**64
            io[f"noise_{seed}_{n}"] = torch.randn(n, generator=torch.Generator().manual_seed(low))
    for steps in (20, 25, 100):
        scheduler = LMSDiscreteScheduler(**BETAS, timestep_spacing="linspace")
        scheduler.set_timesteps(steps)
        io |= {f"sigmas_{steps}": scheduler.sigmas, f"timesteps_{steps}": scheduler.timesteps}
    write("numbers", {}, {}, io)


def analytic_denoiser(x: Tensor, sigma: Tensor) -> Tensor:
    """D(x; σ) = x/(1 + σ²) + sin(x/√(1 + σ²))/5: no network, so that samplers alone are compared."""
    variance = 1 + sigma**2
    return x / variance + 0.2 * torch.sin(x / variance**0.5)


def follow(scheduler: Any, noise: Tensor, vp: bool) -> Tensor:
    """The whole trajectory over the analytic denoiser; with `vp` x is scaled by 1/√(σ² + 1)."""
    generator = torch.Generator().manual_seed(5)
    scale = (lambda sigma: (sigma**2 + 1) ** 0.5) if vp else (lambda sigma: torch.ones(()))
    x = noise * scheduler.sigmas[0] / scale(scheduler.sigmas[0])
    for t in scheduler.timesteps:
        scheduler.scale_model_input(x, t)
        sigma = scheduler.sigmas[scheduler.step_index or 0]
        whole = x * scale(sigma)
        epsilon = (whole - analytic_denoiser(whole, sigma)) / sigma
        if "generator" in inspect.signature(scheduler.step).parameters:
            x = scheduler.step(epsilon, t, x, generator=generator).prev_sample
        else:
            x = scheduler.step(epsilon, t, x).prev_sample
    return x


def ddim(noise: Tensor, steps: int) -> tuple[Tensor, Tensor]:
    """DDIM with η = 0: its noise levels with the final 0, and where it ends."""
    scheduler = DDIMScheduler(**BETAS, timestep_spacing="leading", clip_sample=False, set_alpha_to_one=True)
    scheduler.set_timesteps(steps)
    alphas = scheduler.alphas_cumprod[scheduler.timesteps]
    sigmas = ((1 - alphas) / alphas) ** 0.5
    x = noise * sigmas[0] * alphas[0] ** 0.5
    for t, sigma in zip(scheduler.timesteps, sigmas, strict=True):
        whole = x * (sigma**2 + 1) ** 0.5
        x = scheduler.step((whole - analytic_denoiser(whole, sigma)) / sigma, t, x).prev_sample
    return torch.cat([sigmas, torch.zeros(1)]), x


def samplers_case() -> None:
    """Samplers over the analytic denoiser, 12 steps each, and two of diffusers' schedules."""
    noise, steps = randn(1, 4, 4, 4, seed=7), 12
    even = BETAS | {"timestep_spacing": "linspace"}
    multistep = even | {"use_karras_sigmas": True, "algorithm_type": "dpmsolver++", "solver_order": 2}
    cases = {
        "lms": (LMSDiscreteScheduler(**even), False),
        "euler": (EulerDiscreteScheduler(**even), False),
        "euler_ancestral": (EulerAncestralDiscreteScheduler(**even), False),
        "heun": (HeunDiscreteScheduler(**even), False),
        "dpmpp_2m": (DPMSolverMultistepScheduler(**multistep), True),
        "dpmpp_2m_sde": (
            DPMSolverMultistepScheduler(**multistep | {"algorithm_type": "sde-dpmsolver++"}),
            True,
        ),
    }
    io = {"noise": noise}
    for name, (scheduler, vp) in cases.items():
        scheduler.set_timesteps(steps)
        sigmas = torch.unique_consecutive(scheduler.sigmas)
        io |= {f"{name}_sigmas": sigmas, name: follow(scheduler, noise, vp)}
    io["ddim_sigmas"], io["ddim"] = ddim(noise, steps)
    for kind in ("karras", "exponential"):
        scheduler = EulerDiscreteScheduler(**even, **{f"use_{kind}_sigmas": True})
        scheduler.set_timesteps(steps)
        io[kind] = scheduler.sigmas
    write("samplers", {}, {}, io)


def tokenizer_case() -> None:
    """A small vocabulary learnt from invented captions, and transformers' ids of ordinary and odd texts."""
    captions = [
        f.format(f"{look} {noun} {place}")
        for f in FRAMES
        for look in LOOKS
        for noun in SUBJECTS
        for place in PLACES
    ]
    folder = OUT / "tokenizer"
    write_tokenizer(captions, folder)
    tokenizer = CLIPTokenizer.from_pretrained(str(folder))
    texts = [
        *ODD,
        *captions[::17],
        *(f"{a} and {b}" for a, b in zip(captions[::97], reversed(captions[::97]), strict=True)),
    ]
    lines = [json.dumps({"text": text, "ids": tokenizer(text)["input_ids"]}) for text in dict.fromkeys(texts)]
    (folder / "texts.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")


CASES: dict[str, Callable[[], None]] = {
    "vision-a": lambda: vision_case(
        "vision-a",
        10,
        hidden_size=24,
        intermediate_size=48,
        num_hidden_layers=4,
        num_attention_heads=3,
        image_size=28,
        patch_size=7,
        projection_dim=16,
        hidden_act="quick_gelu",
    ),
    "vision-b": lambda: vision_case(
        "vision-b",
        20,
        hidden_size=32,
        intermediate_size=40,
        num_hidden_layers=2,
        num_attention_heads=2,
        image_size=42,
        patch_size=14,
        projection_dim=8,
        hidden_act="gelu",
    ),
    "text-a": lambda: text_case(
        "text-a",
        30,
        vocab_size=64,
        hidden_size=24,
        intermediate_size=48,
        num_hidden_layers=3,
        num_attention_heads=3,
        max_position_embeddings=16,
        projection_dim=16,
        eos_token_id=63,
        bos_token_id=62,
        pad_token_id=63,
    ),
    "text-b": lambda: text_case(
        "text-b",
        40,
        torch.float16,
        vocab_size=64,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=20,
        projection_dim=32,
        hidden_act="gelu",
        eos_token_id=63,
        bos_token_id=62,
        pad_token_id=63,
    ),
    "unet-a": lambda: elite_unet_case("unet-a", 50),
    "unet-b": lambda: elite_unet_case("unet-b", 60),
    "vae-a": lambda: vae_case(
        "vae-a",
        70,
        block_out_channels=(8, 16, 16, 16),
        layers_per_block=1,
        norm_num_groups=4,
        latent_channels=4,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
    ),
    "vae-b": lambda: vae_case(
        "vae-b",
        80,
        block_out_channels=(8, 16, 16),
        layers_per_block=2,
        norm_num_groups=8,
        latent_channels=4,
        down_block_types=("DownEncoderBlock2D",) * 3,
        up_block_types=("UpDecoderBlock2D",) * 3,
    ),
    "mapper": lambda: mapper_case(90),
    "pipeline": lambda: pipeline_case(100),
    "numbers": numbers_case,
    "samplers": samplers_case,
    "tokenizer": tokenizer_case,
}


def main() -> None:
    torch.manual_seed(0)
    for case in sys.argv[1:] or CASES:
        CASES[case]()


if __name__ == "__main__":
    main()
