"""QR codes: large, with a white margin, so that a phone reads them from the back row and on a dark screen."""

from io import BytesIO

import segno

_SIDE = 1200
"""Pixels, at least; a projector makes it no coarser."""
_MARGIN = 4
"""Modules of white around it; fewer are not enough for every phone."""


def qr_png(words: str) -> bytes:
    """A QR code of *words* as PNG."""
    code = _code(words)
    written = BytesIO()
    modules = code.symbol_size(border=_MARGIN)[0]
    code.save(written, kind="png", scale=-(-_SIDE // modules), border=_MARGIN, dark="#000000", light="#ffffff")
    return written.getvalue()


def qr_svg(words: str) -> str:
    """A QR code of *words* to stand in a page of HTML, of any size."""
    return _code(words).svg_inline(border=_MARGIN, dark="#000000", light="#ffffff", omitsize=True)


def _code(words: str) -> segno.QRCode:
    # A quarter may be hidden by a reflection or a head, and it is read all the same.
    return segno.make(words, error="q", micro=False, boost_error=False)
