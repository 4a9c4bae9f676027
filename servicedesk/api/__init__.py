"""Places, people and services for programs."""
