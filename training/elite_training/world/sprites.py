"""Concepts: which drawings the world uses, how they are split, and the packed file of their pixels."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from .axes import CATEGORY_OF_SUBGROUP, DROPPED_WORDS, OUTFITS

SPRITE = 160
"""Side of a packed sprite, pixels."""

GENERIC = frozenset({
    "face", "head", "with", "of", "and", "the", "red", "blue", "green", "yellow", "orange", "white", "black",
    "brown", "a", "in", "on", "over", "small", "large", "medium", "light", "bottle", "button", "electric",
    "water", "hot", "musical",
})  # fmt: skip
"""Words that name no thing: sharing one of them makes no family."""


@dataclass(frozen=True)
class Concept:
    """One row of concepts.tsv."""

    code: str
    name: str
    category: str
    family: int
    split: str


def read_concepts(path: Path) -> list[Concept]:
    """The kept rows of concepts.tsv, in file order."""
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [
        Concept(r["code"], r["name"], r["category"], int(r["family"]), r["split"])
        for r in rows
        if not r["dropped"]
    ]


def sprite_path(folder: Path, code: str) -> Path | None:
    """The WebP of a code point, written with or without the variation selector."""
    for name in (code, f"{code}-fe0f"):
        path = folder / "assets" / f"{name}.webp"
        if path.exists():
            return path
    return None


def load_sprite(path: Path, size: int = SPRITE) -> np.ndarray:
    """RGBA uint8 [size, size, 4], cropped to the drawing and centred in a square with a margin of 2 %."""
    image = Image.open(path).convert("RGBA")
    box = image.getchannel("A").point(lambda a: 255 if a > 8 else 0).getbbox() or (0, 0, *image.size)
    image = image.crop(box)
    side = round(max(image.size) * 1.04)
    square = Image.new("RGBA", (side, side))
    square.paste(image, ((side - image.width) // 2, (side - image.height) // 2))
    return np.asarray(square.resize((size, size), Image.Resampling.LANCZOS))


def drop_reason(name: str) -> str:
    """Why a drawing is no concept, or an empty string."""
    for word in name.split():
        if word in DROPPED_WORDS:
            return DROPPED_WORDS[word]
    return ""


class Groups:
    """Union-find over drawings: what shares a noun or looks the same stays in one split."""

    def __init__(self, count: int) -> None:
        self.parent = list(range(count))

    def root(self, i: int) -> int:
        while self.parent[i] != i:
            self.parent[i] = self.parent[self.parent[i]]
            i = self.parent[i]
        return i

    def join(self, i: int, j: int) -> None:
        self.parent[self.root(i)] = self.root(j)


def families(names: list[str], categories: list[str], thumbnails: np.ndarray) -> list[int]:
    """Family ids: joined by a shared content word within a category, or by nearly equal thumbnails."""
    groups = Groups(len(names))
    by_word: dict[tuple[str, str], int] = {}
    for i, (name, category) in enumerate(zip(names, categories, strict=True)):
        for word in set(name.replace("-", " ").split()) - GENERIC:
            first = by_word.setdefault((category, word), i)
            groups.join(i, first)
    unit = thumbnails / np.linalg.norm(thumbnails, axis=1, keepdims=True)
    close = unit @ unit.T > 0.985
    for i, j in zip(*np.nonzero(np.triu(close, 1)), strict=True):
        groups.join(int(i), int(j))
    return [groups.root(i) for i in range(len(names))]


def list_concepts(sprites: Path, emojibase: Path, seed: int = 0) -> list[dict[str, str]]:
    """Rows for concepts.tsv: each thing-like drawing, its category, family, split, or why it was dropped."""
    data = json.loads((emojibase / "en" / "data.json").read_text())
    meta = json.loads((emojibase / "meta" / "groups.json").read_text())
    subgroups = meta["subgroups"]
    rows, thumbs = [], []
    for entry in data:
        subgroup = subgroups.get(str(entry.get("subgroup")), "")
        category = CATEGORY_OF_SUBGROUP.get(subgroup)
        code = entry["hexcode"].lower().replace("-fe0f", "")
        path = sprite_path(sprites, code)
        if category is None or path is None:
            continue
        name = entry["label"].lower().replace("’", "'").replace(":", "")
        reason = "an outfit" if code in OUTFITS.values() else drop_reason(name)
        rows.append({"code": code, "name": name, "category": category, "dropped": reason})
        thumb = load_sprite(path, 24).astype(np.float32) / 255
        thumbs.append((thumb[..., :3] * thumb[..., 3:] + 0.5 * (1 - thumb[..., 3:])).ravel() - 0.5)
    kept = [i for i, row in enumerate(rows) if not row["dropped"]]
    ids = families(
        [rows[i]["name"] for i in kept], [rows[i]["category"] for i in kept], np.stack(thumbs)[kept]
    )
    order = np.random.default_rng(seed).permutation(sorted(set(ids)))
    sizes = {f: ids.count(f) for f in order}
    splits: dict[int, str] = {}
    test = validation = 0
    for family in order:
        if sizes[family] <= 4 and test < 0.16 * len(kept):
            splits[family], test = "test", test + sizes[family]
        elif sizes[family] <= 4 and validation < 0.05 * len(kept):
            splits[family], validation = "val", validation + sizes[family]
        else:
            splits[family] = "train"
    for i, family in zip(kept, ids, strict=True):
        rows[i] |= {"family": str(family), "split": splits[family]}
    return rows


def write_concepts(rows: list[dict[str, str]], path: Path) -> None:
    """concepts.tsv: one line a drawing, dropped ones with their reason."""
    with path.open("w", newline="") as file:
        fields = ["code", "name", "category", "family", "split", "dropped"]
        writer = csv.DictWriter(file, fields, delimiter="\t", lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)


def pack(sprites: Path, concepts: list[Concept], path: Path) -> None:
    """concepts.pack: sprites uint8 [N, S, S, 4] of the concepts, then of the outfits, in one NumPy file."""

    def of(code: str) -> np.ndarray:
        found = sprite_path(sprites, code)
        if found is None:
            raise FileNotFoundError(f"{sprites}/assets/{code}.webp: no such file")
        return load_sprite(found)

    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            sprites=np.stack([of(c.code) for c in concepts]),
            outfits=np.stack([of(code) for code in OUTFITS.values()]),
            codes=np.array([c.code for c in concepts]),
        )
