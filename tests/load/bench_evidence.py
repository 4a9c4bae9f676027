"""The evidence pack of one school among a hundred: seconds by the clock and of the processor, and the most memory,
with and without heavy documents.

    DATABASE_URL=postgres://… .venv/bin/python -m tests.load.bench_evidence [100000]

Fills the database named by DATABASE_URL up to that size, ten years of a hundred schools; the school measured is the
largest, and says something about every statement. Use an empty database of its own: what is filled in stays there.
Wanted at 1,000,000 on PostgreSQL: a pack within 10 s, and no more memory with 300 MB of documents than with none.
Each row is a process of its own.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.core.management import call_command  # noqa: E402

from evidence import editions, gathering, packs, workflow  # noqa: E402
from evidence.models import Claim  # noqa: E402
from evidence.verification import verify  # noqa: E402
from incidents.models import Incident  # noqa: E402
from reports.periods import Period  # noqa: E402
from servicedesk.models import Membership, Person, School  # noqa: E402
from tests.load.bench_trends import fill  # noqa: E402

AT = datetime(2026, 7, 10, 16, tzinfo=UTC)
YEAR = Period(date(2025, 9, 1), date(2026, 7, 10))
TEN_YEARS = Period(date(2016, 9, 1), date(2026, 7, 10))
FRAMEWORK, DOCUMENTS, BIG = "ictmark", 30, 10 * 1024 * 1024
WORDS = "What was agreed is kept in nine of ten cases; the rest is looked at every month with the head. " * 6


def main(size):
    """Fill to the size, then let a process of its own make each pack."""
    call_command("migrate", verbosity=0)
    settings.DEBUG = False
    fill(size)
    school = School.objects.get(code="T0")
    _say(school)
    theirs = Incident.objects.filter(school=school)
    print(f"{Incident.objects.count():,} records, {theirs.count():,} of the school")
    print(f"{'what':<34} {'gather s':>8} {'write s':>8} {'of CPU':>8} {'check s':>8} {'MB':>6} {'MiB':>6}", flush=True)
    for what in ("year", "ten years"):
        _measured(what)
    _add_documents(school)
    for what in ("year", "ten years"):
        _measured(what, "with documents")


def _measured(what, more=""):
    subprocess.run([sys.executable, "-m", "tests.load.bench_evidence", "measure", what, more], check=True)


def measure(what, more):
    """One pack: gathering, writing, verifying, and the most memory this process had before verifying."""
    school = School.objects.get(code="T0")
    began = time.perf_counter()
    framework = editions.framework_called(FRAMEWORK, school)
    found = gathering.gather(framework, school=school, period=YEAR if what == "year" else TEN_YEARS, at=AT)
    gathered, worked = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "evidence.zip"
        packs.write(found, path)
        written, worked = time.perf_counter(), time.process_time() - worked
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        list(verify(path))
        checked, size = time.perf_counter(), path.stat().st_size / 1e6
    times = gathered - began, written - gathered, worked, checked - written
    print(f"{f'{what} {more}':<34} {' '.join(f'{t:>8.1f}' for t in times)} {size:>6.1f} {memory:>6.0f}", flush=True)


def _say(school):
    """Something about every statement, in this year and the four before."""
    if Claim.objects.filter(school=school).exists():
        return
    by = Person.objects.create(email="keeper@bench.example", name="Keeper")
    Membership.objects.create(person=by, school=school, role="trust_administrator")
    for year in range(2021, 2026):
        for statement in editions.framework_called(FRAMEWORK, school).statements:
            about = {"school": school, "framework": FRAMEWORK, "statement": statement.key, "year": year}
            workflow.begin(**about, answer="yes", commentary=WORDS, strengths=WORDS, by=by, at=AT)


def _add_documents(school):
    """The largest documents there may be, which nothing compresses."""
    by = Person.objects.get(email="keeper@bench.example")
    for claim in Claim.objects.filter(school=school, year=2025).order_by("pk")[:DOCUMENTS]:
        if not claim.documents.exists():
            file = ContentFile(b"%PDF-1.7" + os.urandom(BIG - 8), name="scan.pdf")
            workflow.add_document(claim, file=file, by=by, at=AT)


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        measure(*sys.argv[2:])
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 100_000)
