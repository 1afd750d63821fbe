"""Ways to break the small knowledge, and what the curator is told about each."""

from tests.files.broken_cases.checkup import CHECKUP
from tests.files.broken_cases.claims import CLAIMS
from tests.files.broken_cases.exercises import EXERCISES
from tests.files.broken_cases.form import FORM
from tests.files.broken_cases.shorthand import SHORTHAND
from tests.files.broken_cases.topics import TOPICS

PARTS = (FORM, CLAIMS, TOPICS, CHECKUP, EXERCISES, SHORTHAND)
CASES = {name: case for part in PARTS for name, case in part.items()}
