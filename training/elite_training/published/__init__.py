"""Random checkpoints in the published layouts of Stable Diffusion 1.4, CLIP ViT-L/14 and ELITE's mappers."""
