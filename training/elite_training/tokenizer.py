"""CLIP's byte-pair tokenizer with a small vocabulary of its own, in the layout that transformers reads."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from transformers import CLIPTokenizer

VOCABULARY = 1536
LENGTH = 32
START, END = "<|startoftext|>", "<|endoftext|>"


def byte_alphabet() -> list[str]:
    """The 256 printable stand-ins for bytes, in the order of CLIP's vocabulary."""
    printable = [
        *range(ord("!"), ord("~") + 1),
        *range(ord("¡"), ord("¬") + 1),
        *range(ord("®"), ord("ÿ") + 1),
    ]
    others = [b for b in range(256) if b not in printable]
    return [chr(b) for b in printable] + [chr(256 + i) for i in range(len(others))]


def learn_merges(words: Counter[str], count: int) -> list[tuple[str, str]]:
    """The `count` most frequent pairs, merged one after the other; ties go to the pair that sorts first."""
    split = {w: [*w[:-1], w[-1] + "</w>"] for w in words}
    merges: list[tuple[str, str]] = []
    while len(merges) < count:
        pairs: Counter[tuple[str, str]] = Counter()
        for word, n in words.items():
            for pair in zip(split[word], split[word][1:], strict=False):
                pairs[pair] += n
        if not pairs:
            break
        best = min(pairs, key=lambda p: (-pairs[p], p))
        merges.append(best)
        for word, parts in split.items():
            i, joined = 0, []
            while i < len(parts):
                if tuple(parts[i : i + 2]) == best:
                    joined.append(parts[i] + parts[i + 1])
                    i += 2
                else:
                    joined.append(parts[i])
                    i += 1
            split[word] = joined
    return merges


def write_tokenizer(captions: list[str], folder: Path, size: int = VOCABULARY, length: int = LENGTH) -> None:
    """Learns merges from captions and writes vocab.json, merges.txt and tokenizer_config.json."""
    words = Counter(w for text in captions for w in text.lower().split() if w.isascii())
    letters = byte_alphabet()
    room = size - 2 * len(letters) - 2
    merges = learn_merges(words, room)
    tokens = letters + [c + "</w>" for c in letters] + ["".join(m) for m in merges]
    tokens += [f"<|unused{i}|>" for i in range(room - len(merges))] + [START, END]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps({t: i for i, t in enumerate(tokens)}, ensure_ascii=False))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(" ".join(m) for m in merges) + "\n")
    config = {
        "tokenizer_class": "CLIPTokenizer", "model_max_length": length, "bos_token": START, "eos_token": END,
        "pad_token": END, "unk_token": END, "do_lower_case": True,
    }  # fmt: skip
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")


class Tokenizer:
    """transformers' CLIPTokenizer on these files, with the spans that injection needs."""

    def __init__(self, folder: Path, length: int = LENGTH, end: int = VOCABULARY - 1) -> None:
        self.inner = CLIPTokenizer(
            str(folder / "vocab.json"), str(folder / "merges.txt"), pad_token=END, unk_token=END
        )
        self.length, self.end = length, end

    def words(self, text: str) -> list[int]:
        """Token ids without start and end."""
        return self.inner(text, add_special_tokens=False)["input_ids"]

    def spans(self, text: str, span: tuple[int, int]) -> tuple[list[int], int, int]:
        """Ids [length] with start, end and padding, and the token range of a character span."""
        head, noun, tail = (
            self.words(t) for t in (text[: span[0]], text[span[0] : span[1]], text[span[1] :])
        )
        ids = [self.end - 1, *head, *noun, *tail][: self.length - 1]
        first, last = 1 + len(head), 1 + len(head) + len(noun)
        return ids + [self.end] * (self.length - len(ids)), first, min(last, self.length - 1)

    def encode(self, text: str) -> list[int]:
        return self.spans(text, (len(text), len(text)))[0]
