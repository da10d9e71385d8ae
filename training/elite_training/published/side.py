"""The published networks in PyTorch as a process beside another: one JSON line asks, one JSON line answers.

    {"open": {"sd": …, "clip": …, "global": …, "local": …, "channelsLast": true,
              "dtype": "float32"}}
    {"run": "vae decoder", "inputs": {"latent": {"dims": […], "data": base64}}, "options": {}}
    {"drop": true}

Parts are loaded when they are first asked for; `loadSeconds` of an answer says how long that took. With
`"outputs": false` the tensors stay here.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from diffusers.utils import logging as diffusers_logging
from torch import Tensor, nn
from transformers import CLIPTextModelWithProjection, CLIPVisionModelWithProjection
from transformers.utils import logging as transformers_logging

from ..models.attention import Context, install
from ..models.encoders import vision_features
from ..models.mappers import Mapper
from ..paper.checkpoint import FIRST, LAST, read_weights
from ..paper.stack import Parts, opened_part, shape_of, spread_layers
from ..sample import Settings, decode, encode_prompts, sample
from ..tokenizer import Tokenizer

KINDS = {
    "unet": UNet2DConditionModel,
    "vae": AutoencoderKL,
    "text": CLIPTextModelWithProjection,
    "vision": CLIPVisionModelWithProjection,
}
DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16}
EXACT = ("timestep", "ids")
"""Inputs that stay as they are in every precision."""
FEATURES = tuple(f"features_{i}" for i in range(5))


class Side:
    """Networks of the published files, and what is run on them."""

    def __init__(self, request: dict) -> None:
        self.sd, self.clip = Path(request["sd"]), Path(request["clip"])
        self.mappers = {name: Path(request[name]) for name in ("global", "local")}
        self.channels_last = request.get("channelsLast", False)
        self.dtype = DTYPES[request.get("dtype", "float32")]
        self.parts: dict[str, nn.Module] = {}
        self.load_seconds, self.load_processor = 0.0, 0.0
        self.networks: dict[str, Callable[..., dict[str, Tensor]]] = {
            "unet": self.unet,
            "vae decoder": self.vae_decoder,
            "vae encoder": self.vae_encoder,
            "text encoder": self.text,
            "vision tower": self.vision,
            "global mapper": self.global_mapper,
            "local mapper": self.local_mapper,
            "concept": self.concept,
            "pipeline": self.pipeline,
        }

    def part(self, name: str) -> nn.Module:
        """A part, loaded now if it is not."""
        if name not in self.parts:
            start, processor = perf_counter(), process_time()
            network = self.opened(name).to(self.dtype).eval().requires_grad_(False)
            if self.channels_last and name in ("unet", "vae"):
                network = network.to(memory_format=torch.channels_last)
            self.parts[name] = network
            self.load_seconds += perf_counter() - start
            self.load_processor += process_time() - processor
        return self.parts[name]

    def opened(self, name: str) -> nn.Module:
        if name in self.mappers:
            return open_mapper(self.sd, self.mappers[name])
        folder = {"vision": self.clip, "text": self.sd / "text_encoder"}.get(name, self.sd / name)
        return opened_part(KINDS[name], folder)

    def images(self, x: Tensor) -> Tensor:
        """A picture or latents in the layout of the networks."""
        return x.contiguous(memory_format=torch.channels_last) if self.channels_last else x

    def unet(self, inputs: dict[str, Tensor], options: dict) -> dict[str, Tensor]:
        """ε of plain Stable Diffusion, with the mapper's words, or with words and patches, by `mode`."""
        unet, mode = self.part("unet"), options.get("mode", "plain")
        if getattr(unet, "mode", None) != mode:
            if not hasattr(unet, "plain_processors"):
                unet.plain_processors = unet.attn_processors
            unet.set_attn_processor(dict(unet.plain_processors))
            words = self.part("global") if mode != "plain" else None
            local = self.part("local") if mode == "elite" else None
            unet.context = install(unet, words, local) if words else Context()
            unet.mode = mode
        if mode == "elite":
            unet.context.word, unet.context.patches = inputs["word"], inputs["patches"]
            unet.context.weight = options["lambda"]
        unet.context.local_values.clear()
        sample = self.images(inputs["sample"])
        return {"epsilon": unet(sample, inputs["timestep"], inputs["text"]).sample}

    def vae_decoder(self, inputs: dict[str, Tensor], _: dict) -> dict[str, Tensor]:
        return {"pixels": self.part("vae").decode(self.images(inputs["latent"])).sample}

    def vae_encoder(self, inputs: dict[str, Tensor], _: dict) -> dict[str, Tensor]:
        return {"mean": self.part("vae").encode(self.images(inputs["pixels"])).latent_dist.mean}

    def text(self, inputs: dict[str, Tensor], _: dict) -> dict[str, Tensor]:
        return {"hidden": self.part("text")(input_ids=inputs["ids"].long()).last_hidden_state}

    def vision(self, inputs: dict[str, Tensor], _: dict) -> dict[str, Tensor]:
        tower = self.part("vision")
        states = tower(inputs["pixels"], output_hidden_states=True).hidden_states
        layers = spread_layers(tower.config.num_hidden_layers)
        return {name: states[k] for name, k in zip(FEATURES, layers, strict=True)}

    def global_mapper(self, inputs: dict[str, Tensor], _: dict) -> dict[str, Tensor]:
        return {"words": self.part("global").words(features_of(inputs))}

    def local_mapper(self, inputs: dict[str, Tensor], _: dict) -> dict[str, Tensor]:
        return {"patches": self.part("local").patches(features_of(inputs), inputs["mask"])}

    def concept(self, inputs: dict[str, Tensor], _: dict) -> dict[str, Tensor]:
        """Words of a picture and patches of its object: the vision tower once for each, and both mappers."""
        tower = self.part("vision")
        layers = spread_layers(tower.config.num_hidden_layers)
        whole, thing = (vision_features(tower, inputs[name], layers) for name in ("pixels", "objects"))
        words = self.part("global").words(whole)
        return {"words": words, "patches": self.part("local").patches(thing, inputs["mask"])}

    def pipeline(self, inputs: dict[str, Tensor], options: dict) -> dict[str, Tensor]:
        """From pictures and a prompt to latents, and to pixels where `decode` is set."""
        unet, text = self.part("unet"), self.part("text")
        vae, tower = self.part("vae"), self.part("vision")
        shape = shape_of(self.sd, unet, vae, text, tower, None)
        end = text.config.vocab_size - 1
        tokenizer = Tokenizer(self.sd / "tokenizer", text.config.max_position_embeddings, end)
        parts = Parts(shape, vae, text, tower, unet, tokenizer)
        unet.mode = "pipeline"
        stack = parts.with_mappers(self.part("global"), self.part("local"))
        out = self.concept(inputs, {})
        prompt = encode_prompts(stack, [options["prompt"]], out["words"][:, :1])
        settings = Settings(options["steps"], options["guidance"], options["lambda"])
        latents = sample(stack, prompt, inputs["noise"], settings, out["patches"])
        out |= {"text": prompt[0], "latents": latents}
        return out | ({"pixels": decode(stack, latents)} if options.get("decode") else {})


def open_mapper(sd: Path, path: Path) -> Mapper:
    """A mapper in fp32, without a UNet's weights."""
    state = {k: v.float() for k, v in read_weights(path).items()}
    hidden, width = state[FIRST].shape
    with torch.device("meta"):
        unet = UNet2DConditionModel.from_config(UNet2DConditionModel.load_config(str(sd / "unet")))
        mapper = Mapper(unet, width, hidden, len(state[LAST]))
    mapper.load_state_dict(state, assign=True)
    return mapper


def features_of(inputs: dict[str, Tensor]) -> list[Tensor]:
    return [inputs[name] for name in FEATURES]


def read_tensor(value: dict) -> Tensor:
    data = np.frombuffer(base64.b64decode(value["data"]), dtype="<f4")
    return torch.from_numpy(data.copy()).reshape(value["dims"])


def write_tensor(value: Tensor) -> dict:
    data = value.float().contiguous().numpy().astype("<f4").tobytes()
    return {"dims": list(value.shape), "data": base64.b64encode(data).decode()}


def answer_run(side: Side, request: dict) -> dict:
    """Runs a network; its seconds are without loading."""
    given = {name: read_tensor(value) for name, value in request.get("inputs", {}).items()}
    inputs = {name: x if name in EXACT else x.to(side.dtype) for name, x in given.items()}
    network = side.networks[request["run"]]
    loaded, loaded_processor = side.load_seconds, side.load_processor
    start, processor = perf_counter(), process_time()
    outputs = network(inputs, request.get("options", {}))
    load_seconds = side.load_seconds - loaded
    return {
        "seconds": perf_counter() - start - load_seconds,
        "processorSeconds": process_time() - processor - (side.load_processor - loaded_processor),
        "loadSeconds": load_seconds,
        "outputs": {k: write_tensor(v) for k, v in outputs.items()} if request.get("outputs", True) else {},
    }


def main() -> None:
    """Answers until the input ends."""
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    diffusers_logging.set_verbosity_error()
    diffusers_logging.disable_progress_bar()
    side: Side | None = None
    with torch.inference_mode():
        for line in sys.stdin:
            request = json.loads(line)
            try:
                if "open" in request:
                    side, reply = Side(request["open"]), {}
                elif side is None:
                    raise ValueError("side: expected open first, got another request")
                elif "drop" in request:
                    side.parts.clear()
                    reply = {}
                else:
                    reply = answer_run(side, request)
            except Exception as fault:  # noqa: BLE001 — whoever asked is told, and the process goes on
                reply = {"error": f"{type(fault).__name__}: {fault}"}
            print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
