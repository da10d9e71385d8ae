"""elite-train: one command a stage, each a time box that resumes where its files are."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from . import export as bundle
from .evaluate import Drawn, draw_all, judge, judge_all
from .models.configs import NETS
from .paper_cli import add_paper
from .report import table, write_report
from .sample import FILES, Settings, load_stack
from .samples import write_golden, write_samples
from .smoke import smoke
from .stages import common, s0_eval, s1_clip, s2_vae, s3_unet, s4_global, s5_local
from .tokenizer import Tokenizer, write_tokenizer
from .world import sprites
from .world.stream import World

HERE = Path(__file__).parents[1]


def prepare(args: argparse.Namespace) -> None:
    """Packs the sprites that concepts.tsv keeps."""
    sprites.pack(args.sprites, sprites.read_concepts(HERE / "concepts.tsv"), args.work / "concepts.pack")


def train(args: argparse.Namespace) -> None:
    """Trains one stage for its minutes."""
    net = NETS[args.net]
    out: Path = args.out or args.work / net.name
    out.mkdir(parents=True, exist_ok=True)
    world = World(args.work / "concepts.pack", size=net.size)
    if args.stage in ("S4", "S5"):
        tokenizer = Tokenizer(out / "tokenizer")
        stage = s4_global if args.stage == "S4" else s5_local
        stage.train(net, world, tokenizer, out, args.minutes)
        return
    pool = common.scene_pool(world, out, args.pool)
    if not (out / "tokenizer" / "vocab.json").exists():
        write_tokenizer(
            [*pool["caption"], *(t.replace("S", "s") for t in s4_global.TEMPLATES)], out / "tokenizer"
        )
    tokenizer = Tokenizer(out / "tokenizer")
    if args.stage == "S0":
        s0_eval.train(net, world, pool, out, tuple(args.updates))
    elif args.stage == "S1":
        s1_clip.train(net, pool, tokenizer, out, args.minutes)
    elif args.stage == "S2":
        s2_vae.train(net, pool, out, args.minutes, decoder_only=args.decoder_only)
    else:
        s3_unet.train(net, pool, tokenizer, out, args.minutes)


def export(args: argparse.Namespace) -> None:
    """Writes the bundle of a run: networks, configs, samples, golden values, hashes."""
    net = NETS[args.net]
    run: Path = args.out or args.work / net.name
    stack = load_stack(net, run, tuple(FILES) if args.random else ())
    pool = run / f"pool-{args.pool}.npy"
    if not args.random and pool.exists():
        deviation = bundle.latent_deviation(stack, np.load(pool, mmap_mode="r")[:512])
        if abs(deviation - 1) > 0.03:
            raise SystemExit(f"{run}/vae: expected scaled latents of deviation 1 ± 0.03, got {deviation:.3f}")
    written = bundle.export(net, stack, run / "tokenizer", args.to, run / "evaluators")
    photo, mask = write_samples(World(args.work / "concepts.pack", "test", net.size, variants=8), args.to)
    write_golden(written, photo, mask, args.to)
    bundle.finish(net, args.to, trained=not args.random)


def assess(args: argparse.Namespace) -> None:
    """Draws held-out concepts with a run's networks and writes what the judges say."""
    net = NETS[args.net]
    run: Path = args.out or args.work / net.name
    pack, settings = args.work / "concepts.pack", Settings(args.steps, 5.0)
    world = World(pack, "test", net.size)
    stack = load_stack(net, run, tuple(args.random))
    work, pictures, seconds = draw_all(stack, world, settings, args.concepts or len(world))
    scores = judge_all(judge(run / "evaluators"), world, World(pack, size=net.size), work, pictures)
    drawn = Drawn(work, pictures, scores, seconds)
    print(table(write_report(world, drawn, settings, net.name, args.to or HERE / "results" / net.name)))


def run_smoke(args: argparse.Namespace) -> None:
    """Every stage for seconds, then a bundle."""
    print(smoke(args.to, args.seconds))


def add_training(commands: argparse._SubParsersAction) -> None:
    """prepare, train and smoke."""
    command = commands.add_parser("prepare", help="pack sprites")
    command.add_argument("--sprites", type=Path, required=True, help="folder of @lobehub/fluent-emoji-3d")
    command.set_defaults(run=prepare)
    command = commands.add_parser("train", help="train one stage for some minutes")
    command.add_argument("stage", choices=["S0", "S1", "S2", "S3", "S4", "S5"])
    command.add_argument("--net", choices=sorted(NETS), default="nano")
    command.add_argument("--minutes", type=float, default=5, help="time box; S0 counts updates instead")
    command.add_argument("--out", type=Path, help="folder of the run")
    command.add_argument("--pool", type=int, default=20000, help="scenes rendered once for S0 to S3")
    command.add_argument("--updates", type=int, nargs=2, default=[1500, 900], help="S0: of its two nets")
    command.add_argument("--decoder-only", action="store_true", help="S2: the latents stay as they are")
    command.set_defaults(run=train)
    command = commands.add_parser("smoke", help="every stage for seconds on stand-in drawings, then a bundle")
    command.add_argument("--to", type=Path, required=True, help="an empty folder")
    command.add_argument("--seconds", type=float, default=2, help="length of each stage")
    command.set_defaults(run=run_smoke)


def add_results(commands: argparse._SubParsersAction) -> None:
    """evaluate and export."""
    command = commands.add_parser("evaluate", help="draw and judge held-out concepts")
    command.add_argument("--net", choices=sorted(NETS), default="nano")
    command.add_argument("--out", type=Path, help="folder of the run, or a bundle with evaluators")
    command.add_argument("--to", type=Path, help="folder of the report")
    command.add_argument("--steps", type=int, default=25)
    command.add_argument("--concepts", type=int, default=0, help="0: all held-out concepts")
    command.add_argument("--random", nargs="*", default=[], choices=list(FILES), help="untrained parts")
    command.set_defaults(run=assess)
    command = commands.add_parser("export", help="write the bundle of a run")
    command.add_argument("--net", choices=sorted(NETS), default="nano")
    command.add_argument("--out", type=Path, help="folder of the run")
    command.add_argument("--to", type=Path, required=True, help="folder of the bundle")
    command.add_argument("--pool", type=int, default=32000, help="the run's pool: checks the latents' scale")
    command.add_argument("--random", action="store_true", help="random weights: a bundle for tests")
    command.set_defaults(run=export)


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="elite-train", description=__doc__)
    parser.add_argument("--work", type=Path, default=HERE / ".work", help="folder of packed sprites and runs")
    parser.add_argument("--threads", type=int, default=0, help="CPU threads; 0 leaves PyTorch's choice")
    commands = parser.add_subparsers(required=True)
    add_training(commands)
    add_paper(commands)
    add_results(commands)
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    args.run(args)


if __name__ == "__main__":
    main()
