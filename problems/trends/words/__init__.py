"""What tickets say: tokens, which numbers name a thing, and which tickets say the same."""
