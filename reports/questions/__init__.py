"""Questions of one's own: any measure of the catalogue, asked by anybody who reads reports; saved, shared and sent."""
