"""Small pictures resized by Pillow and PyTorch, as the picture code must resize them.

Writes test/fixtures/image/resize.json. Pillow must be older than 13, which sometimes resizes the height
first; the paper's code has 9.4.0. Run from the project's folder:
  pip install --no-deps --target out/pillow pillow==9.4.0
  PYTHONPATH=out/pillow python training/make_resize_fixture.py
"""

import base64
import json
from pathlib import Path

import numpy as np
import PIL
import torch
from PIL import Image

TARGET = Path(__file__).parents[1] / "test" / "fixtures" / "image" / "resize.json"

# height, width of the source and of the result: up, down, mixed, one axis alone, by odd factors, to one pixel
SIZES = [
    ((7, 5), (16, 16)),
    ((50, 37), (16, 16)),
    ((64, 48), (32, 32)),
    ((20, 31), (31, 20)),
    ((12, 12), (12, 29)),
    ((33, 9), (8, 9)),
    ((3, 4), (1, 1)),
    ((100, 3), (13, 11)),
]
PILLOW = {"pillow-bicubic": Image.Resampling.BICUBIC, "pillow-lanczos": Image.Resampling.LANCZOS}
TORCH = ["nearest-exact", "bilinear", "area", "bicubic"]


def encoded(values: np.ndarray) -> str:
    return base64.b64encode(np.ascontiguousarray(values).tobytes()).decode()


def pillow_case(source: np.ndarray, size: tuple[int, int], resampling: Image.Resampling) -> str:
    height, width = size
    return encoded(np.asarray(Image.fromarray(source).resize((width, height), resampling)))


def torch_case(source: np.ndarray, size: tuple[int, int], mode: str) -> str:
    pixels = torch.from_numpy(source.astype(np.float32) / np.float32(255)).permute(2, 0, 1)[None]
    out = torch.nn.functional.interpolate(pixels, size=size, mode=mode)
    return encoded(out[0].permute(1, 2, 0).numpy().astype("<f4"))


def main() -> None:
    if int(PIL.__version__.split(".")[0]) >= 13:
        raise SystemExit(f"pillow: expected a version before 13, got {PIL.__version__}")
    rng = np.random.default_rng(0)
    cases = []
    for (height, width), size in SIZES:
        source = rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
        half = source[: height // 2]
        half[:] = np.where(half < 128, 0, 255)  # hard edges overshoot and are clipped
        results = {name: pillow_case(source, size, resampling) for name, resampling in PILLOW.items()}
        results |= {mode: torch_case(source, size, mode) for mode in TORCH}
        cases.append({"from": [height, width], "to": size, "source": encoded(source), "results": results})
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(json.dumps(cases) + "\n")


if __name__ == "__main__":
    main()
