"""Every stage for a moment, then the bundle that comes of it."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from diffusers import StableDiffusionPipeline
from PIL import Image
from safetensors.torch import load_file

from elite_training.models.configs import NANO
from elite_training.sample import Settings, encode_prompts, encode_subject, load_stack, sample


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("smoke")
    command = [sys.executable, "-m", "elite_training.cli", "--threads", "2", "smoke", "--seconds", "0.3"]
    done = subprocess.run([*command, "--to", str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return folder / "elite-nano"


def test_bundle_json_names_and_hashes_its_files(bundle: Path) -> None:
    manifest = json.loads((bundle / "bundle.json").read_text())
    hashed = {f["path"]: f for f in manifest["files"]}
    for part in manifest["parts"].values():
        assert set(part.values()) <= set(hashed)
    for path, line in hashed.items():
        content = (bundle / path).read_bytes()
        assert (line["bytes"], line["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert manifest["image_size"] == 64 and manifest["schema"] == 1
    parts = {"unet", "vae", "text_encoder", "image_encoder", "tokenizer", "scheduler"}
    assert parts | {"global_mapper", "local_mapper", "evaluators"} == set(manifest["parts"])


def test_samples_are_photographs_with_masks_of_their_size(bundle: Path) -> None:
    samples = json.loads((bundle / "samples" / "samples.json").read_text())
    assert len(samples) == 6
    for line in samples:
        photo, mask = Image.open(bundle / line["photo"]), Image.open(bundle / line["mask"])
        assert photo.size == mask.size == (256, 256) and photo.mode == "RGB" and mask.mode == "L"
        assert {v for _, v in mask.getcolors()} == {0, 255}
        assert all("S*" in p for p in line["prompts"])


def test_the_bundle_loaded_back_gives_the_golden_values(bundle: Path) -> None:
    golden = load_file(bundle / "golden.safetensors")
    stack = load_stack(NANO, bundle)
    photo = torch.from_numpy(read(bundle / "samples" / "wolf.png")).permute(2, 0, 1)[None]
    mask = torch.from_numpy(read(bundle / "samples" / "wolf-mask.png"))[None] > 127
    subject = encode_subject(stack, photo, mask)
    assert torch.allclose(subject.words, golden["v"], atol=1e-5)
    assert torch.allclose(subject.patches, golden["e"], atol=1e-5)
    prompt = encode_prompts(stack, ["a photo of a S*"], subject.words[:, :1])
    assert torch.allclose(prompt[0], golden["C"], atol=1e-5)
    assert prompt[1][0].nonzero().item() == golden["idx"].item()
    z = sample(stack, prompt, golden["noise"], Settings(25, 5.0, 0.8), subject.patches)
    assert (z - golden["latents_25_25"]).norm() <= 1e-3 * golden["latents_25_25"].norm()


def test_diffusers_opens_the_bundle_and_draws(bundle: Path) -> None:
    pytest.importorskip("scipy", reason="diffusers' LMS scheduler needs scipy")
    pipeline = StableDiffusionPipeline.from_pretrained(str(bundle), local_files_only=True)
    pipeline.set_progress_bar_config(disable=True)
    drawn = pipeline("a photo of a toy", num_inference_steps=2, height=64, width=64).images[0]
    assert drawn.size == (64, 64)


def test_the_smoke_writes_a_report(bundle: Path) -> None:
    report = json.loads((bundle.parent / "results" / "report.json").read_text())
    assert report["concepts"] == 4 and report["split"] == "test"
    for row in report["rows"].values():
        assert all(m["low"] <= m["value"] <= m["high"] for m in row.values())


ROOT = Path(__file__).parents[2]
NODE = shutil.which("node") if (ROOT / "node_modules" / "tsx").is_dir() else None


def product(*words: object) -> None:
    """Runs a command of the product."""
    command = [str(NODE), str(ROOT / "bin" / "elite-graph.mjs"), *(str(w) for w in words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-3000:]


@pytest.mark.skipif(NODE is None, reason="needs Node and the project's packages")
def test_the_product_adds_what_both_stages_of_the_paper_wrote_and_draws_with_it(bundle: Path) -> None:
    paper, data = bundle.parent / "paper", bundle.parent / "data"
    stack, mappers = paper / "stack", paper / "run" / "elite"
    parts = ["--sd", stack / "sd", "--clip", stack / "clip"]
    parts += [
        "--global",
        mappers / "global_mapper.safetensors",
        "--local",
        mappers / "local_mapper.safetensors",
    ]
    product("models", "add", "paper", "--data", data, *parts)
    manifest = json.loads((data / "models" / "paper" / "bundle.json").read_text())
    assert manifest["image_size"] == 64
    photo = next((paper / "openimages" / "test").glob("*1.jpg"))
    mask = bundle.parent / "mask.png"
    published = next((paper / "openimages" / "test-masks").glob(f"{photo.stem}*"))
    Image.open(published).resize(Image.open(photo).size).save(mask)
    settings = ["--bundle", "paper", "--set", "bundle.bundle=paper", "--set", "sampler.steps=2"]
    files = ["--input", f"photo={photo}", "--input", f"mask={mask}", "--out", bundle.parent / "out"]
    product("run", ROOT / "workflows" / "generate.json", "--data", data, *settings, *files)
    (drawn,) = (bundle.parent / "out").iterdir()
    assert Image.open(drawn).size == (64, 64)


def read(path: Path):
    import numpy as np

    return np.asarray(Image.open(path))
