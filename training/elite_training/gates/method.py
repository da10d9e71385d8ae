"""Gates of the method: G3 global mapper, G4 local mapper, G5 λ, G6 words, G7 gate; functions of scores."""

from __future__ import annotations

import numpy as np

from .measure import Measure, at_least, identity, mean_above, mean_at_least, unmeasured
from .scores import Scores

EDIT = 0.6
"""λ of the row `full`, and up to where the text should hold."""


def lacking(scores: Scores, rows: tuple[str, ...], metrics: tuple[str, ...]) -> str:
    """The first row that lacks one of the metrics, as a reason; empty when none does."""
    for row in rows:
        for metric in metrics:
            if not scores.has(row, metric):
                return f"no {metric} of row {row}"
    return ""


def g3(scores: Scores) -> list[Measure]:
    """The order of the paper's Table 1: w_0 is like the thing and editable, v is more like it and less so."""

    def gap(name: str, a: str, b: str, metric: str, bound: float, strict: bool = False) -> Measure:
        why = lacking(scores, (a, b), (metric,))
        if why:
            return unmeasured(name, f"{'>' if strict else '≥'} {bound:g}", why)
        means = scores.difference(a, b, metric)
        return mean_above(name, means, bound) if strict else mean_at_least(name, means, bound)

    return [
        gap("ID-I: w0 − text only", "w0", "text-only", "id_i", 0.10),
        gap("CLIP-T: w0 − text only", "w0", "text-only", "clip_t", -0.03),
        gap("attributes: w0 − text only", "w0", "text-only", "attributes", -0.03),
        gap("ID-I: v − w0", "v", "w0", "id_i", 0, strict=True),
        gap("CLIP-T: w0 − v", "w0", "v", "clip_t", 0, strict=True),
    ]


def g4(scores: Scores) -> list[Measure]:
    """The local branch brings the thing back and costs little of the edit."""
    out = []
    for name, metric, bound in (
        ("ID R@1: full − w0", "r1", 0.15),
        ("aligned NCC: full − w0", "aligned_ncc", 0.0),
        ("attributes: full − w0", "attributes", -0.03),
    ):
        above = metric == "aligned_ncc"
        why = lacking(scores, ("full", "w0"), (metric,))
        if why:
            out.append(unmeasured(name, f"{'>' if above else '≥'} {bound:g}", why))
            continue
        means = scores.difference("full", "w0", metric)
        out.append(mean_above(name, means, bound) if above else mean_at_least(name, means, bound))
    return out


def swept(scores: Scores) -> list[float]:
    """λ of the rows of a sweep, rising."""
    return sorted(float(r.removeprefix("lambda-")) for r in scores.rows if r.startswith("lambda-"))


def rank_correlation(x: list[float], y: list[float]) -> float:
    """Spearman's ρ: the correlation of ranks, equal values sharing theirs; 0 when one does not vary."""

    def ranks(v: list[float]) -> np.ndarray:
        a = np.array(v)
        return np.array([(a < k).sum() + ((a == k).sum() - 1) / 2 for k in a])

    a, b = ranks(x), ranks(y)
    return float(np.corrcoef(a, b)[0, 1]) if a.std() > 0 and b.std() > 0 else 0.0


def g5(scores: Scores, zero_equal: bool | None) -> list[Measure]:
    """Likeness rises with λ, text holds up to about 0.6 and falls then; λ = 0 is the global branch."""
    wanted = "λ = 0 equals w0 alone"
    out = [
        unmeasured(wanted, "equal bit for bit", "no rows w0 and lambda-0", binds=True)
        if zero_equal is None
        else identity(wanted, zero_equal)
    ]
    curve = [w for w in swept(scores) if scores.has(f"lambda-{w:g}", "id_i", "clip_t")]
    if len(curve) < 3 or not {0.0, EDIT} <= set(curve):
        return [*out, unmeasured("Spearman(λ, ID-I)", "≥ 0.9", "no sweep")]
    likeness = [scores.means(f"lambda-{w:g}", "id_i").mean() for w in curve]
    rho = rank_correlation(curve, likeness)
    shown = ", ".join(f"{w:g}: {v:.3f}" for w, v in zip(curve, likeness, strict=True))
    until = scores.difference(f"lambda-{EDIT:g}", "lambda-0", "clip_t")
    after = scores.difference(f"lambda-{EDIT:g}", f"lambda-{curve[-1]:g}", "clip_t")
    return [
        *out,
        at_least("Spearman(λ, ID-I)", rho, 0.9, shown),
        mean_at_least("CLIP-T: λ 0.6 − λ 0", until, -0.01),
        mean_above(f"CLIP-T: λ 0.6 − λ {curve[-1]:g}", after),
    ]


def g6(scores: Scores) -> list[Measure]:
    """w_0 shows the thing; w_1 to w_4 know more of where it was."""
    others = [f"plain-w{k}" for k in range(1, 5)]
    why = lacking(scores, ("plain-w0", *others), ("id_i",))
    if why:
        return [unmeasured("ID-I: w0 − best of w1 … w4", "> 0", why)]
    best = max(others, key=lambda row: scores.means(row, "id_i").mean())
    means = scores.difference("plain-w0", best, "id_i")
    out = [mean_above(f"ID-I: w0 − {best.removeprefix('plain-')}, the best other", means)]
    why = lacking(scores, ("plain-w0", *others), ("reference_place",))
    if why:
        return [*out, unmeasured("reference's place: w1 … w4 − w0", "> 0", why)]
    gaps = np.mean([scores.difference(row, "plain-w0", "reference_place") for row in others], axis=0)
    return [*out, mean_above("reference's place: w1 … w4 − w0", gaps)]


def g7(scores: Scores) -> list[Measure]:
    """The gate r lies on the subject: over ½, which a mean over heads seldom is, and over half its range."""
    why = lacking(scores, ("full",), ("gate_iou",))
    if why:
        return [unmeasured("mean IoU(r > 0.5, subject)", "≥ 0.4", why)]
    out = [mean_at_least("mean IoU(r > 0.5, subject)", scores.means("full", "gate_iou"), 0.4)]
    if scores.has("full", "gate_half_iou"):
        half = scores.means("full", "gate_half_iou")
        out.append(mean_at_least("mean IoU(r > half of its range, subject)", half, 0.4))
    return out


def g8(report: dict) -> list[Measure]:
    """Product and PyTorch agree: what the product's report says of it, if anything."""
    golden = report.get("golden", {})
    found, same = golden.get("latents_difference"), golden.get("same_seed_same_picture")
    why = "the product's tests compare with golden.safetensors: npm test"
    bound = "≤ 0.001"
    return [
        unmeasured("latents after 100 steps, largest relative difference", bound, why, binds=True)
        if found is None
        else Measure(
            "latents after 100 steps, largest relative difference",
            float(found), bound, bool(found <= 1e-3), identity=True,
        ),
        unmeasured("same seed, same picture", "equal bit for bit", why, binds=True)
        if same is None
        else identity("same seed, same picture", bool(same)),
    ]  # fmt: skip
