"""elite-train random-checkpoint: full-size checkpoints with random weights, for tests and benchmarks."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .published.layouts import DTYPES, LAYOUTS, PICKLED, SAFE, Form, write_layout
from .published.sizes import FULL, TINY

SUMMARY = "random weights in the published layouts of Stable Diffusion 1.4, CLIP ViT-L/14 and the mappers"


def add_published(commands: argparse._SubParsersAction) -> None:
    """random-checkpoint."""
    command = commands.add_parser("random-checkpoint", help=SUMMARY, description=SUMMARY)
    command.add_argument("--layout", choices=[*LAYOUTS, "all"], default="all")
    command.add_argument("--dtype", choices=sorted(DTYPES), default="fp32")
    command.add_argument(
        "--format",
        choices=[SAFE, *PICKLED],
        default=SAFE,
        help="what torch.save writes is called .bin in folders and .ckpt alone; mappers are .pt always",
    )
    command.add_argument(
        "--shards", type=int, default=1, help="cut weights in folders into about so many files; fp32 alone"
    )
    command.add_argument("--to", type=Path, required=True, help="the folder to write into")
    command.add_argument("--seed", type=int, default=0)
    command.add_argument("--tiny", action="store_true", help="small networks of the same layout")
    command.set_defaults(run=random_checkpoint)


def random_checkpoint(args: argparse.Namespace) -> None:
    """Writes the layouts and says what they weigh."""
    if args.shards < 1 or (args.shards > 1 and args.dtype != "fp32"):
        sys.exit(f"--shards: expected 1, or more with fp32, got {args.shards} with {args.dtype}")
    form = Form(TINY if args.tiny else FULL, args.dtype, args.format, args.seed, args.shards)
    for path in write_layout(args.layout, args.to, form):
        files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
        print(f"{path}: {sum(p.stat().st_size for p in files) / 2**20:.1f} MiB")
