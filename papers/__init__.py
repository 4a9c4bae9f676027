"""Every FITS form as a page to print: blank, or filled in from the record."""
