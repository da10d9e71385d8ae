"""The toy world: concepts, places, captions, and the renderer that knows the truth."""
