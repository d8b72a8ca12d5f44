"""The chain of blocks that seals the events, and the proofs that it gives."""
