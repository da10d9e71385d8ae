"""What a gate measures, what it wants, and the table that says both."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..report import interval

ENFORCED = frozenset({"tiny"})
"""Nets for which every measure binds; for the others those alone that are identities."""


@dataclass(frozen=True)
class Measure:
    """One number of a gate. `met` is None where nothing was measured; `identity` binds for every net."""

    name: str
    value: float | None
    wanted: str
    met: bool | None
    low: float | None = None
    high: float | None = None
    identity: bool = False
    note: str = ""


@dataclass
class Gate:
    """The measures of one gate, and the seconds that they took."""

    id: str
    title: str
    measures: list[Measure] = field(default_factory=list)
    seconds: float = 0


def at_least(name: str, value: float, bound: float, note: str = "") -> Measure:
    """A measure that should reach a bound."""
    return Measure(name, round(float(value), 4), f"≥ {bound:g}", bool(value >= bound), note=note)


def mean_at_least(name: str, means: np.ndarray, bound: float, note: str = "") -> Measure:
    """The mean over concepts [concepts] that should reach a bound, with its interval."""
    found = interval(np.asarray(means, float))
    met = bool(np.mean(means) >= bound)
    return Measure(name, found["value"], f"≥ {bound:g}", met, found["low"], found["high"], note=note)


def mean_above(name: str, means: np.ndarray, bound: float = 0.0, note: str = "") -> Measure:
    """The mean over concepts that should lie above a bound."""
    found = interval(np.asarray(means, float))
    met = bool(np.mean(means) > bound)
    return Measure(name, found["value"], f"> {bound:g}", met, found["low"], found["high"], note=note)


def identity(name: str, holds: bool, note: str = "") -> Measure:
    """Something that must be exactly so, for every net."""
    return Measure(name, float(holds), "equal bit for bit", bool(holds), identity=True, note=note)


def unmeasured(name: str, wanted: str, note: str, binds: bool = False) -> Measure:
    """A measure without a value, and why."""
    return Measure(name, None, wanted, None, identity=binds, note=note)


def binding(measure: Measure, net: str) -> bool:
    """Whether a miss stops a net of this size."""
    return net in ENFORCED or measure.identity


def verdict(measure: Measure, net: str) -> str:
    """pass or fail where it binds, else reported; or that it was not measured."""
    if measure.met is None:
        return "not measured"
    if binding(measure, net):
        return "pass" if measure.met else "fail"
    return "reported: met" if measure.met else "reported: missed"


def failed(gates: list[Gate], net: str) -> list[tuple[Gate, Measure]]:
    """The binding measures that were missed."""
    return [(g, m) for g in gates for m in g.measures if verdict(m, net) == "fail"]


def shown(measure: Measure) -> str:
    """A measure's value with its interval."""
    if measure.value is None:
        return f"– ({measure.note})" if measure.note else "–"
    if measure.identity:
        return "yes" if measure.met else "no"
    ends = "" if measure.low is None else f" ({measure.low:.3f}–{measure.high:.3f})"
    return f"{measure.value:.3f}{ends}"


def table(gates: list[Gate], net: str) -> str:
    """Gate, what was measured, what is wanted, verdict: a Markdown table."""
    lines = ["| gate | what | measured | wanted | verdict |", "|---|---|---|---|---|"]
    for gate in gates:
        for m in gate.measures:
            lines.append(f"| {gate.id} | {m.name} | {shown(m)} | {m.wanted} | {verdict(m, net)} |")
    return "\n".join(lines) + "\n"


def as_json(gates: list[Gate], net: str) -> list[dict]:
    """The gates as gates.json has them."""
    return [
        {
            "gate": g.id, "title": g.title, "seconds": round(g.seconds, 1),
            "measures": [
                {
                    "name": m.name, "value": m.value, "low": m.low, "high": m.high, "wanted": m.wanted,
                    "met": m.met, "binding": binding(m, net), "verdict": verdict(m, net), "note": m.note,
                }
                for m in g.measures
            ],
        }
        for g in gates
    ]  # fmt: skip
