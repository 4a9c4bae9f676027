"""How a trust takes FITS on, school by school and process by process, and who holds which certificate."""
