"""Both stages of the paper on any stack of the shape of Stable Diffusion 1.x, with real photographs."""
