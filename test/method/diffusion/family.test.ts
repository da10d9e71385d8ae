import assert from 'node:assert/strict';
import { checkpointOf, type Checkpoint } from '../../../method/checkpoint/checkpoint.ts';
import { otherFamily, otherFamilyOfConfig, refuseOtherFamily } from '../../../method/diffusion/family.ts';

/** A checkpoint of these keys and shapes. */
const of = (tensors: Readonly<Record<string, readonly number[]>>): Checkpoint =>
  checkpointOf(
    new Map(
      Object.entries(tensors).map(([key, dims]) => [
        key,
        { file: 'F', offset: 0, length: 0, dtype: 'F32' as const, dims },
      ]),
    ),
  );
const UNET = {
  'conv_in.weight': [320, 4, 3, 3],
  'down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.weight': [320, 768],
};
const LDM_IN = 'model.diffusion_model.input_blocks.0.0.weight';
const LDM_K = 'model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight';

describe('otherFamily', () => {
  it('has nothing against Stable Diffusion 1.x, its parts, and small networks of its kind', () => {
    assert.equal(otherFamily(of(UNET)), undefined);
    assert.equal(otherFamily(of({ [LDM_IN]: [320, 4, 3, 3], [LDM_K]: [320, 768] })), undefined);
    assert.equal(otherFamily(of({ 'decoder.conv_in.weight': [512, 4, 3, 3] })), undefined);
    assert.equal(
      otherFamily(of({ 'conv_in.weight': [64, 9, 3, 3], 'a.attn2.to_k.weight': [64, 1024] })),
      undefined,
    );
  });

  it('knows other families by shapes', () => {
    const unet = (channels: number, context: number): Checkpoint =>
      of({ [LDM_IN]: [320, channels, 3, 3], [LDM_K]: [320, context] });
    assert.equal(otherFamily(unet(4, 1024)), 'a Stable Diffusion 2.x checkpoint');
    assert.equal(otherFamily(unet(9, 768)), 'a checkpoint for inpainting');
    assert.equal(otherFamily(unet(8, 768)), 'a checkpoint for InstructPix2Pix');
    assert.equal(otherFamily(unet(9, 1024)), 'a checkpoint for inpainting (Stable Diffusion 2.x)');
    assert.equal(otherFamily(unet(5, 1024)), 'a checkpoint for depth (Stable Diffusion 2.x)');
  });

  for (const [key, family] of [
    ['add_embedding.linear_1.weight', 'a Stable Diffusion XL checkpoint'],
    ['model.diffusion_model.label_emb.0.0.weight', 'a Stable Diffusion XL checkpoint'],
    ['cond_stage_model.model.ln_final.weight', 'a Stable Diffusion 2.x checkpoint'],
    [
      'lora_unet_mid_block_attentions_0_proj_in.lora_down.weight',
      'a LoRA (it changes a checkpoint and is none)',
    ],
    ['unet.mid_block.attn2.to_k.lora_A.weight', 'a LoRA (it changes a checkpoint and is none)'],
    ['control_model.input_hint_block.0.weight', 'a ControlNet (it steers a checkpoint and is none)'],
    ['controlnet_down_blocks.0.weight', 'a ControlNet (it steers a checkpoint and is none)'],
    ['model.diffusion_model.joint_blocks.0.x_block.attn.qkv.weight', 'a Stable Diffusion 3 checkpoint'],
    ['transformer_blocks.0.attn.add_k_proj.weight', 'a Stable Diffusion 3 checkpoint'],
    ['single_transformer_blocks.0.attn.to_k.weight', 'a Flux checkpoint'],
    ['double_blocks.0.img_attn.qkv.weight', 'a Flux checkpoint'],
    ['emb_params', 'an embedding of Textual Inversion'],
    ['visual.conv1.weight', "CLIP in OpenAI's own layout (transformers' is read)"],
  ] as const) {
    it(`knows ${family} by ${key}`, () => {
      assert.equal(otherFamily(of({ ...UNET, [key]: [1] })), family);
    });
  }
});

describe('refuseOtherFamily', () => {
  it('names the file and the family', () => {
    refuseOtherFamily(of(UNET), 'F');
    assert.throws(() => {
      refuseOtherFamily(of({ emb_params: [1, 768] }), 'F');
    }, /^CheckpointError: F: expected weights of the Stable Diffusion 1.x family, got an embedding of Textual Inversion$/);
  });
});

describe('otherFamilyOfConfig', () => {
  it('knows families by the members of their configs', () => {
    assert.equal(
      otherFamilyOfConfig({ _class_name: 'UNet2DConditionModel', cross_attention_dim: 768 }),
      undefined,
    );
    assert.equal(otherFamilyOfConfig({ _class_name: 'StableDiffusionPipeline' }), undefined);
    for (const [config, family] of [
      [{ cross_attention_dim: 1024 }, /^a Stable Diffusion 2\.x checkpoint$/],
      [{ in_channels: 9 }, /^a checkpoint for inpainting$/],
      [{ addition_embed_type: 'text_time', cross_attention_dim: 2048 }, /^a Stable Diffusion XL checkpoint$/],
      [{ addition_embed_type: 'text_time', cross_attention_dim: 1280 }, /XL refiner/],
      [{ _class_name: 'ControlNetModel' }, /ControlNet/],
      [{ _class_name: 'StableDiffusionXLPipeline' }, /XL/],
      [{ _class_name: 'StableDiffusion3Pipeline' }, /Diffusion 3/],
      [{ _class_name: 'FluxTransformer2DModel' }, /Flux/],
      [{ _class_name: 'StableDiffusionInpaintPipeline' }, /inpainting/],
    ] as const)
      assert.match(otherFamilyOfConfig(config) ?? 'none', family);
  });
});
