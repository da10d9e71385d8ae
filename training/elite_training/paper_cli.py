"""elite-train global and local: the paper's two stages on a stack and photographs of your own."""

from __future__ import annotations

import argparse
from pathlib import Path

from .data.folders import open_folder
from .data.openimages import Choice, open_boxes, open_segmentations
from .data.photos import DataError, Photos
from .data.stream import Samples
from .paper.checkpoint import build_mapper
from .paper.global_stage import GlobalStage
from .paper.local_stage import LocalStage
from .paper.run import Place, Run, build_accelerator, drawing, shapes
from .paper.settings import CONFIGS, Settings, simple_fields
from .paper.stack import Parts, open_stack

STAGES = {
    "global": "the paper's first stage on any Stable-Diffusion-1.x-shaped stack: a photograph as five words",
    "local": "its second stage: the details, with the first stage's mapper frozen",
}


def add_paper(commands: argparse._SubParsersAction) -> None:
    """global and local."""
    for stage, summary in STAGES.items():
        command = commands.add_parser(stage, help=summary, description=summary)
        add_files(command, stage)
        command.add_argument("--config", choices=["paper", "released"], default="released")
        command.add_argument(
            "--minutes", type=float, help="stop after these minutes; go on by the same command"
        )
        command.add_argument(
            "--templates", type=Path, help="a file of prompts, one a line, S for the subject"
        )
        values = command.add_argument_group("settings (the config's value where not given)")
        for name, kind in simple_fields().items():
            add_value(values, name, kind)
        command.set_defaults(run=run_stage, stage=stage)


def add_files(command: argparse.ArgumentParser, stage: str) -> None:
    """What is read and written."""
    command.add_argument(
        "--stack", type=Path, required=True, help="folder of diffusers, or one of our bundles"
    )
    command.add_argument(
        "--vision", type=Path, help="folder of a transformers CLIP; else STACK/image_encoder"
    )
    command.add_argument("--data", required=True, help="openimages:FOLDER or folder:FOLDER")
    command.add_argument("--split", default="test", help="Open Images: test, validation or train")
    command.add_argument("--classes", default="", help="Open Images: names of classes, divided by commas")
    command.add_argument("--skip-bad", action="store_true", help="leave bad rows out instead of stopping")
    command.add_argument("--out", type=Path, required=True, help="folder of the run; goes on where it is")
    command.add_argument("--init", type=Path, help="a mapper to begin with: ours, or the authors' .pt")
    command.add_argument(
        "--layers", type=int, nargs=5, help="hidden states F_0 … F_4 of another image encoder"
    )
    if stage == "local":
        command.add_argument("--global", dest="words", type=Path, help="stage one's mapper; else that of OUT")


def add_value(group: argparse._ArgumentGroup, name: str, kind: type) -> None:
    flag = f"--{name.replace('_', '-')}"
    if kind is bool:
        group.add_argument(flag, action=argparse.BooleanOptionalAction, default=None)
    else:
        group.add_argument(flag, type=kind, metavar=kind.__name__)


def settings_of(args: argparse.Namespace) -> Settings:
    """The named config with the command line's values."""
    changes = {n: getattr(args, n) for n in simple_fields() if getattr(args, n) is not None}
    if args.templates:
        lines = args.templates.read_text(encoding="utf-8").splitlines()
        changes["templates"] = tuple(line.strip() for line in lines if line.strip())
    return CONFIGS[args.config, args.stage].changed(**changes)


def open_photos(args: argparse.Namespace, s: Settings) -> Photos:
    """The data set that --data names. @raises DataError for another kind"""
    kind, _, path = args.data.partition(":")
    if kind == "folder" and path:
        return open_folder(Path(path), masks=s.stage == "local")
    if kind != "openimages" or not path:
        raise DataError(f"--data: expected openimages:FOLDER or folder:FOLDER, got {args.data!r}")
    classes = tuple(c.strip() for c in args.classes.split(",") if c.strip())
    choice = Choice(classes, s.area, s.groups, args.skip_bad)
    photos = (open_boxes if s.stage == "global" else open_segmentations)(Path(path), args.split, choice)
    if photos.table.bad:
        print(f"{len(photos.table.bad)} bad rows left out, the first: {photos.table.bad[0]}")
    return photos


def build_stage(args: argparse.Namespace, s: Settings, parts: Parts) -> GlobalStage | LocalStage:
    """The module to train, from its own file, from --init, or fresh."""
    own = Place(args.out, s.stage)
    start = own.mapper if own.state.is_file() else args.init
    sizes = parts.shape.vision_width, parts.shape.mapper_hidden, parts.shape.width
    mapper = build_mapper(parts.unet, *sizes, start)
    if s.stage == "global":
        return GlobalStage(parts, mapper, s.regulariser)
    words = build_mapper(parts.unet, *sizes, args.words or Place(args.out, "global").mapper)
    return LocalStage(parts, words, mapper, s.regulariser)


def sentence(fault: ValueError) -> str:
    """The fault's own words; a worker process that reads data puts its whole trace before them."""
    return " ".join(str(fault).rpartition("DataError: ")[2].split())


def run_stage(args: argparse.Namespace) -> None:
    """One run, or one more piece of it; a fault of the user's files is one sentence."""
    try:
        s = settings_of(args)
        parts = open_stack(args.stack, args.vision, tuple(args.layers) if args.layers else None)
        photos = open_photos(args, s)
        accelerator = build_accelerator(s.precision)
        samples = Samples(photos, shapes(parts), drawing(s, args.skip_bad), s.stage == "local")
        run = Run(build_stage(args, s, parts), s, samples, args.out, accelerator)
        done = run.train(args.minutes)
    except ValueError as fault:
        raise SystemExit(f"elite-train {args.stage}: {sentence(fault)}") from fault
    if accelerator.is_main_process:
        print(f"{run.place.mapper}: {done.update} updates, {done.samples} samples")
    accelerator.end_training()
