"""Pictures as PNG: drawn on this machine with a font that a pinned package brings; no system font, no network.

Drawing keeps a processor busy for a fraction of a second: do it in a thread.
"""
