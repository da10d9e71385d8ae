"""The tokenizer's files, beside transformers reading them."""

from __future__ import annotations

import json
from pathlib import Path

from transformers import CLIPTokenizer

from elite_training.stages.s4_global import TEMPLATES
from elite_training.tokenizer import LENGTH, VOCABULARY, Tokenizer
from elite_training.world.stream import World


def test_transformers_reads_the_files_and_gives_the_same_ids(
    tokenizer: Tokenizer, tokenizer_folder: Path, world: World
) -> None:
    theirs = CLIPTokenizer.from_pretrained(str(tokenizer_folder))
    batch = world.batch(list(range(200, 400)))
    for text, span in zip(batch["caption"], batch["span"], strict=True):
        expected = theirs(text, padding="max_length", max_length=LENGTH, truncation=True)["input_ids"]
        assert tokenizer.encode(text) == expected
        assert tokenizer.spans(text, span)[0] == expected


def test_the_vocabulary_has_its_size_and_s_is_one_token(tokenizer: Tokenizer, tokenizer_folder: Path) -> None:
    vocabulary = json.loads((tokenizer_folder / "vocab.json").read_text())
    assert len(vocabulary) == VOCABULARY and sorted(vocabulary.values()) == list(range(VOCABULARY))
    assert tokenizer.words("s") == [vocabulary["s</w>"]]
    assert vocabulary["<|endoftext|>"] == VOCABULARY - 1


def test_the_placeholder_is_found_in_all_templates(tokenizer: Tokenizer) -> None:
    assert len(TEMPLATES) == len(set(TEMPLATES)) == 27
    own = tokenizer.words("s")[0]
    for template in TEMPLATES:
        at = template.rindex("S")
        ids, first, last = tokenizer.spans(template, (at, at + 1))
        assert last == first + 1 and ids[first] == own and len(ids) == LENGTH
