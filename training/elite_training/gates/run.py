"""Runs the gates in their order, each as far as it can be measured."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from ..export import write_json
from ..kept import weights_hash
from . import method, networks
from .bench import bench_scores, sweep_scores, word_scores
from .lab import Lab
from .measure import Gate, Measure, as_json, failed, table
from .scores import Scores, read_scores, read_summary

TITLES = {
    "G0": "autoencoder, scenes of held-out concepts",
    "G1": "CLIP, held-out concepts, zero-shot",
    "G1b": "judges, held-out concepts",
    "G2": "UNet, training nouns in combinations of a seed of their own",
    "G3": "global mapper, TinyBench-20",
    "G4": "local mapper, TinyBench-20",
    "G5": "sweep of λ, ten concepts",
    "G6": "each word alone, twenty concepts",
    "G7": "gate r, TinyBench-20",
    "G8": "product beside PyTorch",
}
"""The gates in their order."""


class Sources:
    """Where scores come from: the product's report where it has the rows, else pictures drawn here once."""

    def __init__(self, lab: Lab, report: Path | None) -> None:
        self.lab = lab
        self.given = Scores({}) if report is None else read_scores(report)
        self.summary = {} if report is None else read_summary(report)

    @cached_property
    def drawn(self) -> Scores:
        return bench_scores(self.lab)

    def bench(self, rows: tuple[str, ...], metrics: tuple[str, ...]) -> Scores:
        """Scores with these rows and metrics."""
        reported = all(self.given.has(row, *metrics) for row in rows)
        return self.given if reported else self.drawn

    def sweep(self) -> tuple[Scores, bool | None]:
        """Scores of the sweep, and whether λ = 0 equals the words alone."""
        if len(method.swept(self.given)) >= 3:
            return self.given, self.summary.get("lambdaZeroEqual")
        return sweep_scores(self.lab)


def gate_functions(lab: Lab, sources: Sources) -> dict[str, Callable[[], list[Measure]]]:
    """What measures each gate."""
    table1 = (("text-only", "w0", "v"), ("id_i", "clip_t", "attributes"))
    local = (("w0", "full"), ("r1", "aligned_ncc", "attributes"))
    return {
        "G0": lambda: networks.g0(lab),
        "G1": lambda: networks.g1(lab),
        "G1b": lambda: networks.g1b(lab),
        "G2": lambda: networks.g2(lab),
        "G3": lambda: method.g3(sources.bench(*table1)),
        "G4": lambda: method.g4(sources.bench(*local)),
        "G5": lambda: method.g5(*sources.sweep()),
        "G6": lambda: method.g6(word_scores(lab)),
        "G7": lambda: method.g7(sources.bench(("full",), ("gate_iou",))),
        "G8": lambda: method.g8(sources.summary),
    }


def run_gates(lab: Lab, upto: str = "G8", report: Path | None = None) -> list[Gate]:
    """All gates up to one, with a line of progress each."""
    functions = gate_functions(lab, Sources(lab, report))
    order = list(TITLES)[: list(TITLES).index(upto) + 1]
    out = []
    for name in order:
        start = time.monotonic()
        print(f"{name}: {TITLES[name]}", flush=True)
        gate = Gate(name, TITLES[name], functions[name]())
        gate.seconds = time.monotonic() - start
        print(f"{name}: {gate.seconds:.0f} s", flush=True)
        out.append(gate)
    return out


def write_gates(gates: list[Gate], lab: Lab, to: Path) -> bool:
    """gates.json and gates.md; whether all that binds was met."""
    net = lab.stack.net.name
    misses = failed(gates, net)
    counts = {k: getattr(lab.counts, k) for k in lab.counts.__dataclass_fields__}
    value = {"net": net, "weights": weights_hash(lab.stack), "settings": counts, "passed": not misses}
    write_json(to / "gates.json", value | {"gates": as_json(gates, net)})
    (to / "gates.md").write_text(table(gates, net))
    return not misses
