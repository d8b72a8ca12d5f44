"""Zhongshu 中枢: the hub from which an enterprise governs all of its projects."""

__version__ = "0.1.0"
