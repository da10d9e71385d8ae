"""One run of a stage: devices, time box, moving average, metrics, pictures, files, and going on from them."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

import accelerate
import diffusers
import torch
import transformers
from accelerate import Accelerator
from accelerate.utils import broadcast
from torch import Tensor, nn
from tqdm import tqdm

from ..data.stream import Drawing, Samples, Shapes, Share, batches
from ..export import VERSION, write_json
from ..models.mappers import Mapper
from ..stages.common import Clock, Ema, Metrics
from .checkpoint import load_local, save_local, write_mapper, write_whole
from .pictures import grid, save_grid
from .settings import Settings, accumulation
from .stack import Parts, mapper_config


@dataclass(frozen=True)
class Place:
    """Where a run keeps its files."""

    out: Path
    stage: str

    @property
    def mapper(self) -> Path:
        return self.out / "elite" / f"{self.stage}_mapper.safetensors"

    @property
    def state(self) -> Path:
        return self.out / f"{self.stage}-state.json"

    @property
    def local(self) -> Path:
        """fp32 weights, optimiser and moving average: large, and only needed to go on exactly."""
        return self.out / f"{self.stage}-resume.pt"

    @property
    def metrics(self) -> Path:
        return self.out / f"{self.stage}.jsonl"


@dataclass
class Progress:
    """How far a run is."""

    update: int = 0
    samples: int = 0


def drawing(s: Settings, skip_bad: bool = False) -> Drawing:
    """How the settings turn rows into samples."""
    return Drawing(
        s.seed, s.templates, s.padding, s.reference, s.object, s.framing, s.least_side, s.aspect, skip_bad
    )


def shapes(parts: Parts) -> Shapes:
    """Sides that a stack asks for."""
    return Shapes(parts.shape.size, parts.shape.image_size, parts.shape.grid)


class Run:
    """Trains the mapper of a stage module: a module whose only parameters are `mapper`'s, with losses out."""

    def __init__(
        self, stage: nn.Module, settings: Settings, samples: Samples, out: Path, accelerator: Accelerator
    ) -> None:
        self.s, self.samples, self.accelerator = settings, samples, accelerator
        self.place, self.progress = Place(out, settings.stage), Progress()
        self.parts: Parts = stage.stack[0].to(accelerator.device)
        self.stack = stage.stack[1]
        for mapper in (self.stack.words, self.stack.local):
            if mapper is not None:
                mapper.to(accelerator.device)
        if settings.checkpointing:
            self.parts.unet.train()  # it has no dropout; diffusers recomputes only in this mode
            self.parts.unet.enable_gradient_checkpointing()
        self.mapper: Mapper = stage.mapper
        optimiser = torch.optim.AdamW(
            self.mapper.parameters(), settings.rate, settings.betas, settings.epsilon, settings.weight_decay
        )
        self.parts_of_update = accumulation(settings, accelerator.num_processes)
        self.ema = Ema(self.mapper, settings.ema) if settings.ema else None
        self.resumed = self.read_state()
        self.stage, self.optimiser = accelerator.prepare(stage, optimiser)
        self.read_local()

    def read_state(self) -> bool:
        """Goes on where the files of the run are."""
        if not self.place.state.is_file():
            return False
        state = json.loads(self.place.state.read_text())
        if state["seed"] != self.s.seed:
            raise ValueError(
                f"{self.place.state}, seed: expected {self.s.seed}, got {state['seed']} (another run's?)"
            )
        self.progress = Progress(state["update"], state["samples"])
        return True

    def read_local(self) -> None:
        """fp32 weights, optimiser and moving average, where their file fits the state."""
        if not (self.resumed and self.place.local.is_file()):
            return
        saved = load_local(self.place.local)
        if saved["update"] != self.progress.update:
            return
        self.mapper.load_state_dict(saved["mapper"])
        self.optimiser.load_state_dict(saved["optimiser"])
        for group in self.optimiser.param_groups:
            group["lr"] = self.s.rate
        if self.ema and saved["ema"]:
            device = self.accelerator.device
            self.ema.shadow = {k: v.to(device) for k, v in saved["ema"].items()}
            self.ema.updates = saved["ema_updates"]
        if self.accelerator.scaler and saved["scaler"]:
            self.accelerator.scaler.load_state_dict(saved["scaler"])

    def train(self, minutes: float | None = None) -> Progress:
        """Updates until the settings' number, or until the minutes are over; then files and a grid."""
        s, main, done = self.s, self.accelerator.is_main_process, self.progress
        clock = Clock(minutes) if minutes is not None else None
        metrics = Metrics(self.place.metrics, self.header(minutes), s.log_every) if main else None
        stream = self.stream()
        bar = tqdm(total=s.updates, initial=done.update, desc=s.stage, unit="update", disable=not main)
        began = done.update
        while done.update < s.updates and not self.stopped(clock):
            losses = self.update(stream)
            done.update += 1
            done.samples += s.batch
            if metrics:
                metrics.add(done.update, done.samples, s.rate, **losses)
                bar.set_postfix(mse=f"{losses['mse']:.4f}", refresh=False)
            bar.update()
            if done.update % s.save_every == 0:
                self.save()
            if done.update % s.grid_every == 0:
                self.draw()
        bar.close()
        if done.update > began:
            self.save()
            self.draw()
        return done

    def stream(self) -> Iterator[dict]:
        """Batches of this process from where the run is."""
        a = self.accelerator
        share = Share(self.s.batch, self.s.device_batch, a.process_index, a.num_processes)
        return batches(self.samples, share, self.progress.samples, self.s.workers)

    def stopped(self, clock: Clock | None) -> bool:
        """Whether the time is over: the first process decides for all."""
        if clock is None:
            return False
        over = torch.tensor([int(clock.progress >= 1)], device=self.accelerator.device)
        if self.accelerator.num_processes > 1:
            over = broadcast(over, from_process=0)
        return bool(over.item())

    def update(self, stream: Iterator[dict]) -> dict[str, float]:
        """One step of the optimiser over all parts of its batch; the mean of each loss over all processes."""
        a, sums = self.accelerator, {}
        for part in range(self.parts_of_update):
            batch = moved(next(stream), a.device)
            last = part == self.parts_of_update - 1
            with nullcontext() if last else a.no_sync(self.stage):
                losses = self.stage(batch)
                a.backward(losses["loss"] / self.parts_of_update)
            for key, value in losses.items():
                sums[key] = sums.get(key, 0) + value.detach().float() / self.parts_of_update
        norm = a.clip_grad_norm_(self.mapper.parameters(), self.s.clip)
        self.optimiser.step()
        self.optimiser.zero_grad()
        if self.ema:
            self.ema.update()
        means = {k: float(a.reduce(v, "mean")) for k, v in sums.items()}
        return {**means, "grad_norm": float(norm)}

    def header(self, minutes: float | None) -> dict:
        """The first line of a piece of the metrics."""
        libraries = {m.__name__: m.__version__ for m in (torch, diffusers, transformers, accelerate)}
        return {
            "stage": self.s.stage,
            "settings": asdict(self.s),
            "hash": self.s.hash(),
            "versions": {"elite_training": VERSION, "python": platform.python_version(), **libraries},
            "rows": len(self.samples.photos),
            "devices": f"{self.accelerator.num_processes} × {self.accelerator.device.type}",
            "accumulation": self.parts_of_update,
            "minutes": minutes,
            "resumed": self.resumed,
            "update": self.progress.update,
        }

    def save(self) -> None:
        """The mapper (its moving average where there is one), the state, and what going on exactly needs."""
        a = self.accelerator
        if a.is_main_process:
            self.place.out.mkdir(parents=True, exist_ok=True)
            digest = write_mapper(
                self.ema.shadow if self.ema else self.mapper.state_dict(), self.place.mapper
            )
            hidden = self.mapper.mapping_0[0].out_features
            write_json(self.place.mapper.with_name("config.json"), mapper_config(self.parts.shape, hidden))
            save_local(
                self.place.local,
                {
                    "update": self.progress.update,
                    "mapper": self.mapper.state_dict(),
                    "optimiser": self.optimiser.state_dict(),
                    "ema": self.ema.shadow if self.ema else None,
                    "ema_updates": self.ema.updates if self.ema else 0,
                    "scaler": a.scaler.state_dict() if a.scaler else None,
                },
            )
            write_whole(self.place.state, self.state(digest))
        a.wait_for_everyone()

    def state(self, digest: str) -> dict:
        """What the state file says."""
        return {
            "stage": self.s.stage,
            "update": self.progress.update,
            "samples": self.progress.samples,
            "seed": self.s.seed,
            "settings": self.s.hash(),
            "version": VERSION,
            "file": self.place.mapper.relative_to(self.place.out).as_posix(),
            "sha256": digest,
        }

    def draw(self) -> None:
        """A grid of the run's first samples."""
        if self.accelerator.is_main_process and self.s.grid_rows:
            first = Share(self.s.grid_rows, self.s.grid_rows)
            batch = moved(next(batches(self.samples, first, 0)), self.accelerator.device)
            with averaged(self.mapper, self.ema):
                picture = grid(self.parts, self.stack, batch, self.s.grid_steps)
            name = f"{self.s.stage}-{self.progress.update:06d}.png"
            save_grid(picture, self.place.out / "grids" / name)
        self.accelerator.wait_for_everyone()


@contextmanager
def averaged(mapper: Mapper, ema: Ema | None) -> Iterator[None]:
    """The mapper with its moving average within the block."""
    if ema is None:
        yield
        return
    own = {k: v.detach().clone() for k, v in mapper.state_dict().items()}
    ema.load()
    yield
    mapper.load_state_dict(own)


def moved(batch: dict, device: torch.device) -> dict:
    """Tensors of a batch on a device."""
    return {k: v.to(device, non_blocking=True) if isinstance(v, Tensor) else v for k, v in batch.items()}


def build_accelerator(precision: str) -> Accelerator:
    """Device and processes as `accelerate launch` (or a plain start) gives them."""
    torch.manual_seed(0)  # the networks of a fresh mapper are the same in every process
    return Accelerator(mixed_precision=precision)
