"""Claims, linked records and documents as rows of a pack's tables: this year's and those of earlier years."""

from collections.abc import Iterator

from evidence import records
from evidence.gathering import Evidence
from evidence.models import Claim, Document
from evidence.names import names_in


def claims_of(evidence: Evidence) -> Iterator[Claim]:
    """Every claim, statement by statement, the latest year first."""
    for answer in evidence.answers:
        yield from ([answer.claim] if answer.claim else [])
        yield from answer.earlier


def claim_lines(evidence: Evidence) -> Iterator[list]:
    """A line of names, then one for each claim."""
    yield [
        *("statement", "school_year", "says", "framework_version", "claimed", "commentary", "strengths"),
        *("areas_for_development", "brought", "review_on", "written_by", "written_at", "signed_by", "signed_at"),
    ]
    for claim in claims_of(evidence):
        yield [
            *(claim.statement, claim.year_words, claim.says, claim.version, claim.answer_words, claim.commentary),
            *(claim.strengths, claim.development, "; ".join(claim.brought), claim.review_on),
            *(claim.written_by.name, claim.written_at),
            *(claim.signed_by.name if claim.signed_by else None, claim.signed_at),
        ]


def link_lines(evidence: Evidence) -> Iterator[list]:
    """A line of names, then one for each linked record, without anybody's name or words."""
    yield ["statement", "school_year", "reference", "kind", "opened", "ended", "outcome"]
    for claim in claims_of(evidence):
        for link in claim.links.all():
            found = records.shown(link)
            about = [claim.statement, claim.year_words, found.reference, found.kind]
            yield [*about, found.opened, found.ended, found.outcome]


def documents_of(evidence: Evidence) -> Iterator[tuple[str, Document]]:
    """Each document with the name it has in the pack: a plain one, and no two the same."""
    number = 0
    for claim in claims_of(evidence):
        for document in claim.documents.all():
            number += 1
            yield f"document-{number:03}-{document.name}", document


def document_lines(evidence: Evidence) -> Iterator[list]:
    """A line of names, then one for each document."""
    yield ["statement", "school_year", "file", "shows", "size", "sha256", "added_by", "added_at"]
    for name, document in documents_of(evidence):
        claim = document.claim
        about = [claim.statement, claim.year_words, name, document.shows, document.size, document.sha256]
        yield [*about, document.added_by.name, document.added_at]


def names_left(evidence: Evidence) -> list[str]:
    """The people who ask for help and are named all the same, on purpose."""
    claims = list(claims_of(evidence))
    texts = [text for claim in claims for text in (claim.commentary, claim.strengths, claim.development)]
    texts += [text for claim in claims for each in claim.documents.all() for text in (each.name, each.shows)]
    return names_in(evidence.school, *texts)
