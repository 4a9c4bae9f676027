"""How the trust takes FITS on, and who holds or is due which certificate."""

from adoption.models.certificate import Certificate, Level, Status
from adoption.models.programme import Phase, Place, Start

__all__ = ["Certificate", "Level", "Phase", "Place", "Start", "Status"]
