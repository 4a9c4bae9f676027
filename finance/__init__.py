"""What ICT really costs: of things, services and contracts, and what comes up for renewal."""
