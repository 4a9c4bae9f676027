"""Continuity as the API shows and takes it; the fields of a body are the words of its function in `workflow`."""
