"""A part of TinyBench-20, drawn and scored here for the gates of the two mappers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ..align import align, overlap
from ..tinybench import Prompt, own_colour, pairs, subjects
from ..world.stream import World
from .lab import Drawing, Lab, draw
from .scores import Key, Scores

ROWS: dict[str, tuple[str, float]] = {
    "text-only": ("none", 0.0),
    "w0": ("primary", 0.0),
    "v": ("all", 0.0),
    "full": ("primary", 0.6),
}
"""Rows by the names that the product's report gives them: the words, and λ."""

SWEEP = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2)
PLAIN = "a photo of a S*"


@dataclass(frozen=True)
class Case:
    """One picture: the concept's row in the benchmark, its prompt, the seed of its noise."""

    concept: int
    prompt: Prompt
    seed: int


def part_of(world: World, count: int, concepts: list[int] | None = None) -> list[Case]:
    """`count` prompts of each concept: its kinds in turn, other prompts of a kind for other concepts."""
    chosen = subjects(world)
    every: dict[str, list[Prompt]] = {s.id: [] for s in chosen}
    for subject, prompt in pairs(world):
        every[subject.id].append(prompt)
    out = []
    for row in range(len(chosen)) if concepts is None else concepts:
        kinds: dict[str, list[Prompt]] = {}
        for prompt in every[chosen[row].id]:
            kinds.setdefault(prompt.kind, []).append(prompt)
        queues = [q[row % len(q) :] + q[: row % len(q)] for q in kinds.values()]
        turns = [q[k] for k in range(max(map(len, queues))) for q in queues if k < len(q)]
        out += [Case(row, p, 60_000 + 100 * row + i) for i, p in enumerate(turns[:count])]
    return out


def sentence(lab: Lab, case: Case, row: str) -> str:
    """The prompt of a row: text alone names the concept's colour, unless another is asked, and its kind."""
    if ROWS[row][0] != "none":
        return case.prompt.text
    subject = subjects(lab.world)[case.concept]
    colour = own_colour(lab.world.sprites[subject.identity])
    painted = "colour" in case.prompt.asks
    return case.prompt.text.replace("S*", subject.category if painted else f"{colour} {subject.category}")


def draw_row(lab: Lab, work: list[Case], row: str) -> Drawing:
    """Pictures of all cases by one row."""
    which, weight = ROWS[row]
    at = [c.concept for c in work]
    words = {"none": None, "primary": lab.subject.words[at][:, :1], "all": lab.subject.words[at]}[which]
    patches = lab.subject.patches[at] if weight > 0 else None
    prompts, seeds = [sentence(lab, c, row) for c in work], [c.seed for c in work]
    return draw(lab, f"TinyBench {row}", prompts, seeds, words, patches, weight)


def likeness(lab: Lab, work: list[Case], pictures: Tensor) -> dict[str, np.ndarray]:
    """ID-I to the photograph, R@1 among all held-out identities, CLIP-T with the category word."""
    at = torch.tensor([c.concept for c in work])
    seen, chosen = lab.seen(pictures), subjects(lab.world)
    texts = [c.prompt.text.replace("S*", chosen[c.concept].category) for c in work]
    clip = (lab.image_embeddings(pictures) * lab.text_embeddings(texts)).sum(1)
    return {
        "id_i": (seen * lab.references[at]).sum(1).numpy(),
        "r1": (seen @ lab.own.T).argmax(1).eq(at).float().numpy(),
        "clip_t": clip.numpy(),
    }


def attributes(lab: Lab, work: list[Case], pictures: Tensor) -> np.ndarray:
    """Share of what each prompt asks that the label judge finds."""
    answers = {head: lab.answers(pictures, head) for head in ("place", "colour", "outfit", "style")}
    return np.array(
        [np.mean([answers[h][i] == v for h, v in c.prompt.asks.items()]) for i, c in enumerate(work)]
    )


def aligned(lab: Lab, work: list[Case], drawing: Drawing) -> dict[str, np.ndarray]:
    """Masked NCC of the reference object at its best place; IoU of r > ½, and of its upper half, with it."""
    out: dict[str, list[float]] = {"aligned_ncc": []}
    if drawing.gates is not None:
        out |= {"gate_iou": [], "gate_half_iou": []}
    photos, masks, _ = lab.photos
    for i, case in enumerate(work):
        found = align(photos[case.concept], masks[case.concept], drawing.pictures[i : i + 1])
        out["aligned_ncc"].append(found.likeness.item())
        if drawing.gates is not None:
            r = drawing.gates[i : i + 1]
            out["gate_iou"].append(overlap(r > 0.5, found.masks).item())
            out["gate_half_iou"].append(overlap(r > (r.min() + r.max()) / 2, found.masks).item())
    return {k: np.array(v) for k, v in out.items()}


def keyed(lab: Lab, work: list[Case], values: dict[str, np.ndarray]) -> dict[str, dict[Key, float]]:
    """Values by metric and picture."""
    chosen = subjects(lab.world)
    keys = [(chosen[c.concept].id, c.prompt.id, str(c.seed)) for c in work]
    return {m: dict(zip(keys, map(float, v), strict=True)) for m, v in values.items()}


def bench_scores(lab: Lab) -> Scores:
    """Scores of the four rows; the alignment, which is slow, of w0 and full alone."""
    work, out = part_of(lab.world, lab.counts.prompts), {}
    for row in ROWS:
        drawing = draw_row(lab, work, row)
        values = likeness(lab, work, drawing.pictures)
        values["attributes"] = attributes(lab, work, drawing.pictures)
        if row in ("w0", "full"):
            values |= aligned(lab, work, drawing)
        out[row] = keyed(lab, work, values)
    return Scores(out)


def sweep_scores(lab: Lab) -> tuple[Scores, bool]:
    """Rows lambda-0 … lambda-1.2 of every other concept, and whether λ = 0 equals the words alone."""
    work = part_of(lab.world, lab.counts.sweep, list(range(0, 20, 2)))
    at = [c.concept for c in work]
    words, patches = lab.subject.words[at][:, :1], lab.subject.patches[at]
    prompts, seeds = [c.prompt.text for c in work], [c.seed for c in work]
    alone, rows, equal = draw(lab, "sweep w0", prompts, seeds, words), {}, False
    for weight in SWEEP:
        drawing = draw(lab, f"sweep λ {weight:g}", prompts, seeds, words, patches, weight)
        rows[f"lambda-{weight:g}"] = keyed(lab, work, likeness(lab, work, drawing.pictures))
        if weight == 0:
            equal = torch.equal(drawing.latents, alone.latents)
    return Scores(rows), equal


def word_scores(lab: Lab) -> Scores:
    """Rows plain-w0 … plain-w4: one word alone in the plain prompt; likeness, and the photograph's place."""
    chosen, places = subjects(lab.world), np.array(lab.photos[2])
    plain = Prompt("plain", "plain", PLAIN)
    work = [Case(i, plain, 61_000 + i) for i in range(len(chosen))]
    rows = {}
    for k in range(lab.subject.words.shape[1]):
        words, seeds = lab.subject.words[:, k : k + 1], [c.seed for c in work]
        drawing = draw(lab, f"words w{k}", [PLAIN] * len(work), seeds, words)
        values = likeness(lab, work, drawing.pictures)
        values["reference_place"] = (lab.answers(drawing.pictures, "place") == places).astype(float)
        rows[f"plain-w{k}"] = keyed(lab, work, values)
    return Scores(rows)
