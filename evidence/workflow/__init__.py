"""The moves of evidence: one function each, alone in changing what a school says of itself.

Each is one transaction of state, story and letter. `by` is the person and `at` the moment. A move raises NotYours
(403), Refused (409) or ValidationError with a sentence, and then nothing has changed. A change of anything that was
signed takes the signature off, says so in the story, and writes to whoever signed.
"""

from evidence.workflow.backing import add_document, link, remove_document, unlink
from evidence.workflow.claiming import begin, mark_of, must_keep, write
from evidence.workflow.frameworks import change_statement, save_framework
from evidence.workflow.signing import sign, withdraw

__all__ = [
    "add_document",
    "begin",
    "change_statement",
    "link",
    "mark_of",
    "must_keep",
    "remove_document",
    "save_framework",
    "sign",
    "unlink",
    "withdraw",
    "write",
]
