"""Make the alterations and inventions, and print who sees each: ``python -m tests.alterations [SHARE]``.

The share is 1, for all, or less, such as 0.1.
"""

import sys
from collections import Counter

from seutu import Workspace
from tests.alterations.altering import COUNTS, alterations
from tests.alterations.inventing import INVENTIONS, inventions
from tests.alterations.seeing import Watch
from tests.loading import ROOT

workspace = Workspace.open(ROOT)
watch = Watch(workspace)
made, seen, validated = Counter[str](), Counter[str](), Counter[str]()
share = float(sys.argv[1]) if len(sys.argv) > 1 else 1
for one in (*alterations(workspace, share), *inventions(workspace, share)):
    by = watch.validated(one) if one.kind in INVENTIONS else watch.seen_by(one)
    made[one.kind] += 1
    seen[one.kind] += bool(by)
    validated[one.kind] += by.startswith(("violation", "warning", "info"))
    sys.stdout.write(f"{one.kind}\t{one.name}\t{by or 'NOBODY'}\n")
    sys.stdout.flush()
sys.stdout.write("\n| alteration | made | seen | by validate |\n|---|--:|--:|--:|\n")
for kind in (*COUNTS, *INVENTIONS):
    sys.stdout.write(f"| {kind} | {made[kind]} | {seen[kind]} | {validated[kind]} |\n")
