"""Settings of both stages: what the paper says, and what the released code does."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields, replace

from ..data.augment import ObjectPicture, Reference
from ..data.framing import Framing
from ..stages.s4_global import TEMPLATES

PRECISIONS = ("no", "bf16", "fp16")


@dataclass(frozen=True)
class Settings:
    """One stage. A batch is that of an update: devices × device_batch × accumulation."""

    name: str
    stage: str
    batch: int
    device_batch: int
    rate: float
    updates: int
    regulariser: float
    """Weight of mean |v| in stage one, of mean |V^l| in stage two."""
    weight_decay: float = 0.01
    betas: tuple[float, float] = (0.9, 0.999)
    epsilon: float = 1e-8
    clip: float = 1.0
    """Largest norm of the gradient."""
    ema: float = 0.0
    """Decay of the moving average that is written; 0: none, as the paper has it."""
    precision: str = "no"
    """Autocast of the image encoder and the UNet."""
    checkpointing: bool = False
    """Computes the UNet's activations twice instead of keeping them."""
    seed: int = 0
    workers: int = 4
    padding: tuple[int, int] = (10, 10)
    reference: Reference = field(default_factory=Reference)
    object: ObjectPicture = field(default_factory=ObjectPicture)
    framing: Framing = field(default_factory=Framing)
    least_side: int = 100
    aspect: tuple[float, float] = (0.5, 2)
    area: tuple[float, float] = (0.02, 0.8)
    groups: bool = True
    """Keeps Open Images' boxes of several things."""
    templates: tuple[str, ...] = TEMPLATES
    log_every: int = 50
    save_every: int = 500
    grid_every: int = 2000
    grid_rows: int = 4
    grid_steps: int = 25

    def changed(self, **values: object) -> Settings:
        """These settings with some values changed. @raises ValueError naming a value that makes no sense"""
        return checked(replace(self, **values))

    def hash(self) -> str:
        """The first 16 digits of SHA-256 over all values."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]


PAPER_GLOBAL = Settings(
    "paper", "global", batch=16, device_batch=4, rate=1e-6, updates=70_000, regulariser=0.01
)
"""Wei et al. 2023, section 4.1. It states no number of updates: that of the authors' answers is taken."""

PAPER_LOCAL = Settings(
    "paper", "local", batch=8, device_batch=2, rate=1e-5, updates=65_000, regulariser=1e-4, padding=(10, 19)
)

CONFIGS: dict[tuple[str, str], Settings] = {
    ("paper", "global"): PAPER_GLOBAL,
    ("paper", "local"): PAPER_LOCAL,
    # The scripts multiply the rate by devices, batch and accumulation: 1e-6 · 64 and 1e-5 · 32.
    ("released", "global"): replace(PAPER_GLOBAL, name="released", batch=64, rate=6.4e-5),
    ("released", "local"): replace(PAPER_LOCAL, name="released", batch=32, rate=3.2e-4),
}
"""Named settings of each stage."""

POSITIVE = ("batch", "device_batch", "rate", "updates", "log_every", "save_every", "grid_every", "grid_steps")


def checked(s: Settings) -> Settings:
    """@raises ValueError naming the first value that makes no sense"""
    for name in POSITIVE:
        if getattr(s, name) <= 0:
            raise ValueError(f"{name}: expected a number above 0, got {getattr(s, name)}")
    if not 0 <= s.ema < 1:
        raise ValueError(f"ema: expected 0 or a decay below 1, got {s.ema}")
    if s.precision not in PRECISIONS:
        raise ValueError(f"precision: expected one of {', '.join(PRECISIONS)}, got {s.precision!r}")
    for template in s.templates:
        if template.split().count("S") != 1:
            raise ValueError(f"templates: expected one S as a word of its own, got {template!r}")
    if not s.templates:
        raise ValueError("templates: expected at least one, got none")
    return s


def accumulation(s: Settings, processes: int) -> int:
    """Parts of an update that each process computes one after the other."""
    whole = s.device_batch * processes
    if s.batch % whole:
        raise ValueError(
            f"batch: expected a multiple of device_batch × processes ({s.device_batch} × {processes}), "
            f"got {s.batch}"
        )
    return s.batch // whole


def simple_fields() -> dict[str, type]:
    """Names and types of the values that a command line can change."""
    kinds = {"int": int, "float": float, "bool": bool, "str": str}
    skip = ("name", "stage")
    return {
        f.name: kinds[str(f.type)] for f in fields(Settings) if str(f.type) in kinds and f.name not in skip
    }
