"""QR codes as what a template draws: their modules, with no picture between."""

import qrcode
from qrcode.constants import ERROR_CORRECT_M

MASK = 2


def code_of(words: str) -> tuple[int, list[list[int]]]:
    """The modules of a QR code: how many on a side, and its dark runs as [column, row, length].

    Always under the same mask: every reader reads them all, and to weigh the eight takes most of the time of a sheet.
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    code.add_data(words)
    code.make(fit=True)
    matrix = code.get_matrix()
    return len(matrix), [[x, y, length] for y, row in enumerate(matrix) for x, length in _runs(row)]


def _runs(row):
    """Where dark modules follow each other: the first and how many."""
    begun = None
    for x, dark in enumerate([*row, False]):
        if dark and begun is None:
            begun = x
        elif not dark and begun is not None:
            yield begun, x - begun
            begun = None
