"""What every import of another desk's file shares: reading it, what its cells say, mapping files, refused rows."""
