"""The evaluation's report: means with bootstrap intervals over concepts, chance levels, contact sheets."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw
from torch import Tensor

from .evaluate import METRICS, ROWS, TRUTHS, Case, Drawn
from .export import write_json
from .sample import Settings
from .world.axes import COLOURS, PLACES
from .world.stream import World

RESAMPLES = 10_000
PAIRS: tuple[tuple[str, str], ...] = (
    ("w0", "text"), ("words", "w0"), ("full_0.6", "w0"), ("full_0.8", "w0"), ("full_0.8", "text"),
)  # fmt: skip
"""Differences that the report gives with paired intervals."""

TITLES = {
    "true": "true render", "true_decoded": "through the VAE", "text": "category word", "w0": "w0",
    "words": "five words", "full_0.6": "w0 + local 0.6", "full_0.8": "w0 + local 0.8",
}  # fmt: skip


def concept_means(work: list[Case], values: np.ndarray, kinds: tuple[str, ...]) -> np.ndarray:
    """Mean of each concept over its pictures of these kinds [concepts]."""
    rows = [i for i, c in enumerate(work) if c.kind in kinds]
    owners = np.array([work[i].identity for i in rows])
    return np.array([values[rows][owners == k].mean() for k in range(owners.max() + 1)])


def interval(means: np.ndarray, seed: int = 0) -> dict[str, float]:
    """Mean and 95 % percentile interval of resampled means of concepts."""
    rng = np.random.default_rng(seed)
    resampled = means[rng.integers(len(means), size=(RESAMPLES, len(means)))].mean(1)
    low, high = np.percentile(resampled, [2.5, 97.5])
    return {
        "value": round(float(means.mean()), 4),
        "low": round(float(low), 4),
        "high": round(float(high), 4),
    }


def chances(world: World, drawn: Drawn) -> dict[str, float | None]:
    """What a judge-blind picture gets: one identity, place, colour of all; the most frequent category."""
    counts = Counter(world.category(c.scene.identity) for c in drawn.work if c.kind == "photo")
    return {
        "identity": round(1 / len(drawn.pictures["photograph"]), 4), "likeness": None,
        "category": round(max(counts.values()) / sum(counts.values()), 4), "category_blind": None,
        "category_head": round(max(counts.values()) / sum(counts.values()), 4),
        "place": round(1 / len(PLACES), 4), "colour": round(1 / len(COLOURS), 4),
    }  # fmt: skip


def summary(world: World, drawn: Drawn, settings: Settings, net: str) -> dict:
    """The report as one JSON value."""
    means = {
        row: {m: concept_means(drawn.work, s[m], kinds) for m, kinds in METRICS.items()}
        for row, s in drawn.scores.items()
    }
    return {
        "net": net, "split": world.split, "concepts": len(drawn.pictures["photograph"]),
        "emoji": sum(c.kind == "photo" and c.scene.identity < len(world.concepts) for c in drawn.work),
        "pictures_a_row": len(drawn.work), "steps": settings.steps, "guidance": settings.guidance,
        "sampler": "lms", "threads": torch.get_num_threads(), "seconds": drawn.seconds,
        "interval": f"95 % percentile bootstrap over concepts, {RESAMPLES} resamples, seed 0",
        "prompts": Counter(c.kind for c in drawn.work), "kinds": METRICS, "chance": chances(world, drawn),
        "rows": {row: {m: interval(v) for m, v in by.items()} for row, by in means.items()},
        "category_above_blind": {
            row: interval(by["category"] - by["category_blind"]) for row, by in means.items()
        },
        "differences": {
            f"{a} - {b}": {m: interval(means[a][m] - means[b][m]) for m in METRICS} for a, b in PAIRS
        },
    }  # fmt: skip


def table(report: dict) -> str:
    """The rows as a Markdown table, percentages with intervals; likeness is a cosine."""
    metrics = [m for m in METRICS if m != "category_head"]
    lines = [
        "| variant | identity R@1 | likeness | category | category by chance | place | colour |",
        "|---|---|---|---|---|---|---|",
    ]
    chance = report["chance"]
    shown = [f"{100 * chance[m]:.1f} %" if chance[m] is not None else "–" for m in metrics]
    lines.append("| *chance* | " + " | ".join(shown) + " |")
    for row in (*ROWS, *reversed(TRUTHS)):
        cells = []
        for metric in metrics:
            v = report["rows"][row][metric]
            if metric == "likeness":
                cells.append(f"{v['value']:.3f} ({v['low']:.3f}–{v['high']:.3f})")
            elif metric == "category_blind":
                cells.append(f"{100 * v['value']:.1f} %")
            else:
                cells.append(f"{100 * v['value']:.1f} % ({100 * v['low']:.1f}–{100 * v['high']:.1f})")
        lines.append(f"| {TITLES[row]} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def sheet(columns: list[tuple[str, list[Tensor]]], side: int = 96) -> Image.Image:
    """Columns of pictures uint8 [3, S, S] under their titles."""
    rows = max(len(pictures) for _, pictures in columns)
    out = Image.new("RGB", (len(columns) * (side + 4) - 4, rows * (side + 4) + 14), "white")
    pen = ImageDraw.Draw(out)
    for x, (title, pictures) in enumerate(columns):
        pen.text((x * (side + 4) + 1, 1), title[:16], fill="black")
        for y, picture in enumerate(pictures):
            image = Image.fromarray(picture.permute(1, 2, 0).numpy())
            image = image.resize((side, side), Image.Resampling.BICUBIC)
            out.paste(image, (x * (side + 4), 14 + y * (side + 4)))
    return out


def small(photos: Tensor) -> list[Tensor]:
    """Reference photographs as the sheets show them."""
    half = torch.nn.functional.interpolate(photos.float(), size=96, mode="bilinear", antialias=True)
    return list(half.round().byte())


def write_sheets(drawn: Drawn, to: Path) -> None:
    """generate.png and edit.png of evenly spread concepts; best.png and worst.png by likeness."""
    likeness = concept_means(drawn.work, drawn.scores["full_0.8"]["likeness"], METRICS["likeness"])
    order = np.argsort(likeness)
    count = len(order)
    spread = sorted({i * count // 8 for i in range(8)})
    at = {(c.identity, c.kind): i for i, c in reversed(list(enumerate(drawn.work)))}

    def columns(concepts: list[int], kind: str, rows: tuple[str, ...]) -> list[tuple[str, list[Tensor]]]:
        photos = small(drawn.pictures["photograph"][concepts])
        shown = [(TITLES[r], [drawn.pictures[r][at[c, kind]] for c in concepts]) for r in rows]
        return [("photograph", photos), *shown]

    every = ("true", "text", "w0", "words", "full_0.6", "full_0.8")
    edits = columns(spread, "place", ("true", "w0", "full_0.6"))
    edits += columns(spread, "colour", ("true", "w0", "full_0.6"))[1:]
    to.mkdir(parents=True, exist_ok=True)
    sheet(columns(spread, "photo", every)).save(to / "generate.png", optimize=True)
    sheet(edits).save(to / "edit.png", optimize=True)
    for name, picked in (("best", order[::-1][:5]), ("worst", order[:5])):
        sheet(columns(picked.tolist(), "photo", every)).save(to / f"{name}.png", optimize=True)


def write_scores(world: World, drawn: Drawn, path: Path) -> None:
    """scores.csv: one line a picture."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["row", "concept", "kind", "prompt", "seed", *METRICS])
        for row, scores in drawn.scores.items():
            for i, c in enumerate(drawn.work):
                found = [f"{scores[m][i]:.3g}" if c.kind in kinds else "" for m, kinds in METRICS.items()]
                writer.writerow([row, world.name(c.scene.identity), c.kind, c.prompt, c.seed, *found])


def write_report(world: World, drawn: Drawn, settings: Settings, net: str, to: Path) -> dict:
    """report.json, table.md, scores.csv and the sheets."""
    to.mkdir(parents=True, exist_ok=True)
    report = summary(world, drawn, settings, net)
    write_json(to / "report.json", report)
    (to / "table.md").write_text(table(report))
    write_scores(world, drawn, to / "scores.csv")
    write_sheets(drawn, to)
    return report
