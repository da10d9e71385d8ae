"""elite-train: one command a stage, each a time box that resumes where its files are."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np
import torch

from . import export as bundle
from .agreement import agreement
from .agreement import table as agreement_table
from .evaluate import Drawn, judge, judge_all
from .gates.lab import Counts, Eyes, Lab
from .gates.measure import table as gate_table
from .gates.run import TITLES, run_gates, write_gates
from .kept import drawn_or_kept
from .models.configs import NETS
from .paper_cli import add_paper
from .published_cli import add_published
from .report import table, write_report
from .sample import FILES, Settings, load_stack
from .samples import write_golden, write_samples
from .smoke import smoke
from .stages import common, s0_eval, s1_clip, s2_vae, s3_unet, s4_global, s5_local
from .tinybench import write_tinybench
from .tokenizer import Tokenizer, write_tokenizer
from .world import sprites
from .world.stream import World

HERE = Path(__file__).parents[1]

SPLITS = {"test": "test", "validation": "val"}
"""Held-out concepts by the name of their split: tests are for reports, validation is for choices."""


def prepare(args: argparse.Namespace) -> None:
    """Packs the sprites that concepts.tsv keeps."""
    sprites.pack(args.sprites, sprites.read_concepts(HERE / "concepts.tsv"), args.work / "concepts.pack")


def train(args: argparse.Namespace) -> None:
    """Trains one stage for its minutes."""
    if not 0 <= args.edits <= 1 or (args.edits and args.stage != "S5"):
        raise SystemExit(f"--edits: expected a share of 0 to 1 with S5, got {args.edits:g} with {args.stage}")
    net = NETS[args.net]
    out: Path = args.out or args.work / net.name
    out.mkdir(parents=True, exist_ok=True)
    world = World(args.work / "concepts.pack", size=net.size)
    if args.stage in ("S4", "S5"):
        tokenizer = Tokenizer(out / "tokenizer")
        if args.stage == "S4":
            s4_global.train(net, world, tokenizer, out, args.minutes)
        else:
            s5_local.train(net, world, tokenizer, out, args.minutes, edits=args.edits)
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
    pack, settings = args.work / "concepts.pack", Settings(args.steps, args.guidance)
    world = World(pack, SPLITS[args.split], net.size)
    tests = HERE / "results" / net.name
    to: Path = args.to or (tests if args.split == "test" else run / f"validation-{args.guidance:g}")
    stack = load_stack(net, run, tuple(args.random))
    count = args.concepts or len(world)
    work, pictures, seconds = drawn_or_kept(args.pictures, stack, world, settings, count)
    scores = judge_all(judge(run / "evaluators"), world, World(pack, size=net.size), work, pictures)
    drawn = Drawn(work, pictures, scores, seconds)
    print(table(write_report(world, drawn, settings, net.name, to)))


def benchmark(args: argparse.Namespace) -> None:
    """Writes TinyBench-20 as the product's evaluation reads it; the gallery is in a run's judges' space."""
    net = NETS[args.net]
    folder = (args.out or args.work / net.name) / "evaluators"
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    pack = args.work / "concepts.pack"
    world, training = World(pack, "test", net.size, variants=8), World(pack, size=net.size, variants=8)
    if args.photos < 1:
        raise SystemExit(f"--photos: expected at least 1, got {args.photos}")
    write_tinybench(world, training, judge(folder), digest, args.to, args.renders, args.photos)


def check_gates(args: argparse.Namespace) -> None:
    """Measures the gates of a run, prints them, and fails when one that binds is missed."""
    net = NETS[args.net]
    run: Path = args.out or args.work / net.name
    pack = args.work / "concepts.pack"
    counts = Counts(args.scenes, args.pictures, args.prompts, args.sweep, args.steps, args.guidance)
    world, training = World(pack, "test", net.size, variants=8), World(pack, size=net.size, variants=8)
    lab = Lab(load_stack(net, run), judge(run / "evaluators"), world, training, counts)
    gates = run_gates(lab, args.upto, args.report)
    passed = write_gates(gates, lab, args.to or HERE / "results" / net.name)
    print(gate_table(gates, net.name))
    if not passed:
        raise SystemExit(1)


def check_agreement(args: argparse.Namespace) -> None:
    """Judges a run's pictures once more, prints both sides, and fails when they differ."""
    net = NETS[args.net]
    found = agreement(
        Eyes(load_stack(net, args.bundle), judge(args.bundle / "evaluators")), args.bench, args.run_folder
    )
    print(agreement_table(found))
    if not all(each.holds for each in found):
        raise SystemExit(1)


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
    command.add_argument(
        "--edits", type=float, default=0, help="S5: share of samples that ask for an edit; 0 is the paper"
    )
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
    command.add_argument("--pictures", type=Path, help="an .npz that keeps what was drawn for other judges")
    command.add_argument("--split", choices=sorted(SPLITS), default="test", help="whose concepts are drawn")
    command.add_argument("--guidance", type=float, default=Settings().guidance)
    command.add_argument("--steps", type=int, default=25)
    command.add_argument("--concepts", type=int, default=0, help="0: all held-out concepts")
    command.add_argument("--random", nargs="*", default=[], choices=list(FILES), help="untrained parts")
    command.set_defaults(run=assess)
    command = commands.add_parser("tinybench", help="write the benchmark: photographs, truths, prompts")
    command.add_argument("--net", choices=sorted(NETS), default="nano")
    command.add_argument("--out", type=Path, help="folder of the run, or a bundle with evaluators")
    command.add_argument("--to", type=Path, required=True, help="folder of the benchmark")
    command.add_argument("--renders", type=int, default=1, help="true renders of a pair; 16 for the full set")
    command.add_argument(
        "--photos", type=int, default=1, help="photographs of each concept; above 1 as many to compare with"
    )
    command.set_defaults(run=benchmark)
    command = commands.add_parser("export", help="write the bundle of a run")
    command.add_argument("--net", choices=sorted(NETS), default="nano")
    command.add_argument("--out", type=Path, help="folder of the run")
    command.add_argument("--to", type=Path, required=True, help="folder of the bundle")
    command.add_argument("--pool", type=int, default=32000, help="the run's pool: checks the latents' scale")
    command.add_argument("--random", action="store_true", help="random weights: a bundle for tests")
    command.set_defaults(run=export)


def add_gates(commands: argparse._SubParsersAction) -> None:
    """gates."""
    usual = Counts()
    command = commands.add_parser("gates", help="measure what must hold of a run; exit 1 when it does not")
    command.add_argument("--net", choices=sorted(NETS), default="nano")
    command.add_argument("--out", type=Path, help="folder of the run, or a bundle with evaluators")
    command.add_argument("--to", type=Path, help="folder of gates.json and gates.md")
    command.add_argument("--upto", choices=list(TITLES), default="G8", help="the last gate")
    command.add_argument("--report", type=Path, help="a report of elite-graph eval, for G3 to G5, G7 and G8")
    command.add_argument("--scenes", type=int, default=usual.scenes, help="true scenes of a measure")
    command.add_argument("--pictures", type=int, default=usual.pictures, help="G2: pictures of a kind")
    command.add_argument(
        "--prompts", type=int, default=usual.prompts, help="G3, G4, G7: prompts of a concept"
    )
    command.add_argument("--sweep", type=int, default=usual.sweep, help="G5: prompts of a concept")
    command.add_argument("--steps", type=int, default=usual.steps)
    command.add_argument("--guidance", type=float, default=usual.guidance)
    command.set_defaults(run=check_gates)


def add_agreement(commands: argparse._SubParsersAction) -> None:
    """agree."""
    command = commands.add_parser(
        "agree", help="judge the pictures of elite-graph eval once more; exit 1 when scores differ"
    )
    command.add_argument("--net", choices=sorted(NETS), default="nano")
    command.add_argument(
        "--bundle", type=Path, required=True, help="the bundle that drew them, with evaluators"
    )
    command.add_argument(
        "--bench", type=Path, required=True, help="the data set: a folder with subjects.json"
    )
    command.add_argument("--run", dest="run_folder", type=Path, required=True, help="folder of the run")
    command.set_defaults(run=check_agreement)


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="elite-train", description=__doc__)
    parser.add_argument("--work", type=Path, default=HERE / ".work", help="folder of packed sprites and runs")
    parser.add_argument("--threads", type=int, default=0, help="CPU threads; 0 leaves PyTorch's choice")
    commands = parser.add_subparsers(required=True)
    add_training(commands)
    add_paper(commands)
    add_results(commands)
    add_gates(commands)
    add_published(commands)
    add_agreement(commands)
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    args.run(args)


if __name__ == "__main__":
    main()
