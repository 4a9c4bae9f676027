"""What somebody should think about, said and never in the way."""

from incidents.presentation.words import several


def warnings_of(problem):
    """Sentences about a problem that was read `with_counts`."""
    found = []
    if problem.resolver and problem.own_fixes:
        found.append(
            f"{problem.resolver.name} also fixed {several(problem.own_fixes, 'incident')} of it. FITS advises "
            "that somebody else looks for the cause: whoever repairs has little time to ask why, and trusts their own "
            "repair. Where there is one technician, set aside a quiet hour for it."
        )
    return found
