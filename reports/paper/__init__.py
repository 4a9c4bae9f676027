"""Paper: reports as tagged PDF (PDF/UA-1), set by typst from data."""
