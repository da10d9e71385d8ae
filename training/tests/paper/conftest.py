"""A random stack of Stable Diffusion 1.x's shape, photographs in Open Images' layout, and short settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest
from accelerate.state import AcceleratorState, GradientState, PartialState

from elite_training.data.openimages import open_boxes, open_segmentations
from elite_training.data.stream import Samples
from elite_training.paper.checkpoint import build_mapper
from elite_training.paper.global_stage import GlobalStage
from elite_training.paper.local_stage import LocalStage
from elite_training.paper.run import Run, build_accelerator, drawing, shapes
from elite_training.paper.settings import CONFIGS, Settings
from elite_training.paper.stack import Parts, open_stack
from elite_training.paper.stand_in import write_openimages, write_random_stack


@pytest.fixture(scope="session")
def stack_folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folder of diffusers and that of CLIP."""
    return write_random_stack(tmp_path_factory.mktemp("stack"))


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_openimages(tmp_path_factory.mktemp("openimages"), 4)


@pytest.fixture(scope="session")
def opened(stack_folders: tuple[Path, Path]) -> Parts:
    return open_stack(*stack_folders)


@pytest.fixture
def parts(opened: Parts) -> Parts:
    """The stack with a UNet of one's own: a stage puts its attention there."""
    return replace(opened, unet=deepcopy(opened.unet))


@pytest.fixture(autouse=True)
def no_accelerator_is_left_over() -> Iterator[None]:
    yield
    for state in (AcceleratorState, GradientState, PartialState):
        state._reset_state()


def short(stage: str, **values: object) -> Settings:
    """Settings of some updates of two samples, without pictures."""
    usual = {"batch": 2, "device_batch": 2, "workers": 0, "grid_rows": 0, "rate": 1e-3, "log_every": 1}
    return CONFIGS["paper", stage].changed(**{**usual, **values})


@pytest.fixture
def new_run(opened: Parts, published: Path) -> Callable[..., Run]:
    """A run of a stage in a folder, as the command line builds it, on a stack of its own."""

    def build(s: Settings, out: Path, init: Path | None = None) -> Run:
        accelerator = build_accelerator(s.precision)
        parts = replace(opened, unet=deepcopy(opened.unet))
        sizes = parts.shape.vision_width, parts.shape.mapper_hidden, parts.shape.width
        mapper = build_mapper(parts.unet, *sizes, init)
        if s.stage == "global":
            stage = GlobalStage(parts, mapper, s.regulariser)
        else:
            stage = LocalStage(parts, build_mapper(parts.unet, *sizes, None), mapper, s.regulariser)
        photos = open_boxes(published) if s.stage == "global" else open_segmentations(published)
        samples = Samples(photos, shapes(parts), drawing(s), s.stage == "local")
        return Run(stage, s, samples, out, accelerator)

    return build
