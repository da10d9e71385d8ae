"""The stages of training, each a time-boxed, resumable loop."""
