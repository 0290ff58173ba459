"""Make the alterations and print who sees each: ``python -m tests.alterations [SHARE]``, all or a share such as 0.1."""

import sys
from collections import Counter

from seutu import Workspace
from tests.alterations.altering import COUNTS, alterations
from tests.alterations.seeing import Watch
from tests.loading import ROOT

workspace = Workspace.open(ROOT)
watch = Watch(workspace)
made, seen, validated = Counter[str](), Counter[str](), Counter[str]()
for one in alterations(workspace, float(sys.argv[1]) if len(sys.argv) > 1 else 1):
    by = watch.seen_by(one)
    made[one.kind] += 1
    seen[one.kind] += bool(by)
    validated[one.kind] += by.startswith(("violation", "warning", "info"))
    sys.stdout.write(f"{one.kind}\t{one.name}\t{by or 'NOBODY'}\n")
    sys.stdout.flush()
sys.stdout.write("\n| alteration | made | seen | by validate |\n|---|--:|--:|--:|\n")
for kind in COUNTS:
    sys.stdout.write(f"| {kind} | {made[kind]} | {seen[kind]} | {validated[kind]} |\n")
