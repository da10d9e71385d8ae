"""Every stage for seconds on stand-in drawings, then a bundle and a report: does the whole path hold?"""

from __future__ import annotations

from pathlib import Path

from . import export as bundle
from .evaluate import Drawn, draw_all, judge, judge_all
from .models.configs import NANO
from .paper.smoke import smoke_paper
from .report import write_report
from .sample import Settings, load_stack
from .samples import write_golden, write_samples
from .stages import common, s0_eval, s1_clip, s2_vae, s3_unet, s4_global, s5_local
from .tokenizer import Tokenizer, write_tokenizer
from .world.stand_in import stand_in_pack
from .world.stream import World

SCENES = 64
"""Pictures of each pool, and the largest batch."""


def train_all(pack: Path, out: Path, seconds: float) -> None:
    """Stages S0 to S5 into `out`, each for some seconds with small batches."""
    world = World(pack, variants=1, toys=8)
    pool = common.scene_pool(world, out, SCENES)
    write_tokenizer(pool["caption"], out / "tokenizer")
    tokenizer, minutes = Tokenizer(out / "tokenizer"), seconds / 60
    s1_clip.train(NANO, pool, tokenizer, out, minutes, batch=16)
    s2_vae.train(NANO, pool, out, minutes, batch=4)
    s0_eval.train(NANO, world, pool, out, updates=(2, 2), batch=8, pairs=16)
    s3_unet.train(NANO, pool, tokenizer, out, minutes, batch=8)
    s4_global.train(NANO, world, tokenizer, out, minutes, batch=4, subjects=SCENES)
    s5_local.train(NANO, world, tokenizer, out, minutes, batch=4, subjects=SCENES, edits=0.7)


def smoke(folder: Path, seconds: float = 2) -> Path:
    """Runs everything in an empty folder and returns the bundle's; the paper's stages land in paper/."""
    pack, out, to = stand_in_pack(folder / "concepts.pack"), folder / "nano", folder / "elite-nano"
    train_all(pack, out, seconds)
    smoke_paper(folder / "paper", seconds)
    world = World(pack, "test", variants=1, toys=4)
    stack = bundle.export(NANO, load_stack(NANO, out), out / "tokenizer", to, out / "evaluators")
    write_golden(stack, *write_samples(world, to), to)
    bundle.finish(NANO, to)
    settings = Settings(steps=2)
    training = World(pack, variants=1, toys=8)
    work, pictures, seconds = draw_all(stack, world, settings, count=4)
    scores = judge_all(judge(to / "evaluators"), world, training, work, pictures)
    drawn = Drawn(work, pictures, scores, seconds)
    write_report(world, drawn, settings, "nano", folder / "results")
    return to
