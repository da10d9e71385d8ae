"""Both stages for some updates on a random stack and photographs in Open Images' layout."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..data.openimages import open_boxes, open_segmentations
from ..data.stream import Samples
from .checkpoint import build_mapper
from .global_stage import GlobalStage
from .local_stage import LocalStage
from .run import Run, build_accelerator, drawing, shapes
from .settings import CONFIGS
from .stack import Parts, open_stack
from .stand_in import write_openimages, write_random_stack


@dataclass(frozen=True)
class Written:
    """Files as `elite-graph models add` takes them."""

    sd: Path
    clip: Path
    words: Path
    local: Path


def smoke_paper(folder: Path, seconds: float = 2, updates: int = 2) -> Written:
    """Trains both stages in `folder`, each for `updates` updates or `seconds` at most."""
    sd, clip = write_random_stack(folder / "stack")
    photos = write_openimages(folder / "openimages", 4)
    parts, out = open_stack(sd, clip), folder / "run"
    sizes = parts.shape.vision_width, parts.shape.mapper_hidden, parts.shape.width
    fresh = [build_mapper(parts.unet, *sizes, None) for _ in range(2)]
    words = GlobalStage(parts, fresh[0], CONFIGS["released", "global"].regulariser)
    first = train(words, parts, photos, out, seconds, updates)
    trained = build_mapper(parts.unet, *sizes, first)
    local = LocalStage(parts, trained, fresh[1], CONFIGS["released", "local"].regulariser)
    return Written(sd, clip, first, train(local, parts, photos, out, seconds, updates))


def train(
    stage: GlobalStage | LocalStage, parts: Parts, photos: Path, out: Path, seconds: float, updates: int
) -> Path:
    """Trains one stage on two samples an update and returns the mapper's file."""
    local = isinstance(stage, LocalStage)
    s = CONFIGS["released", "local" if local else "global"].changed(
        batch=2, device_batch=1, updates=updates, workers=0, grid_rows=1, grid_steps=1, log_every=1
    )
    rows = open_segmentations(photos) if local else open_boxes(photos)
    run = Run(stage, s, Samples(rows, shapes(parts), drawing(s), local), out, build_accelerator("no"))
    if run.train(seconds / 60).update == 0:
        run.save()
    return run.place.mapper
