"""Measure one row: ours and the reference in turn, so that a busy machine is busy for both."""

import gzip
import statistics
from dataclasses import dataclass

from bench.cases import REFERENCE, Case
from bench.load import CONNECTIONS, Cost, slice_of
from bench.servers import Server
from bench.visitor import Visitor

WARM_SECONDS = 0.3


@dataclass
class Effort:
    """How long to measure."""

    slices: int
    seconds: float


@dataclass
class Figures:
    """One finished row. `ratio` is the median over the pairs of slices, of processor time."""

    case: Case
    rate: float
    p50_ms: float
    p95_ms: float
    cpu_ms: float
    reference_ms: float
    ratio: float
    queries: int | None = None
    size: int | None = None
    compressed: int | None = None

    def misses(self, tolerance: float = 1.0) -> list[str]:
        """Return the targets the row misses; `tolerance` widens that of the ratio."""
        case = self.case
        limits = [
            ("ratio", self.ratio, None if case.most is None else case.most * tolerance),
            ("queries", self.queries, case.most_queries),
            ("bytes", self.size, case.most_bytes),
            ("gzip", self.compressed, case.most_compressed),
        ]
        return [
            name
            for name, value, most in limits
            if value is not None and most is not None and value > most
        ]


def measure(
    case: Case, ours: Server, reference: Server, learners: list[str], effort: Effort
) -> Figures:
    """Return the figures of a row against the reference it names."""
    visitors = visitors_of(ours, learners)
    for visitor in visitors:
        case.prepare(visitor)
    bare = reference_visitors(reference)
    bare_act = REFERENCE[case.against]
    slice_of(ours, visitors, case.act, WARM_SECONDS)
    slice_of(reference, bare, bare_act, WARM_SECONDS)
    costs: list[Cost] = []
    bare_costs: list[Cost] = []
    for _ in range(effort.slices):
        bare_costs.append(slice_of(reference, bare, bare_act, effort.seconds))
        costs.append(slice_of(ours, visitors, case.act, effort.seconds))
    figures = summary(case, costs, bare_costs)
    if case.path:
        body = visitors[0].get(case.path).body
        figures.size, figures.compressed = len(body), len(gzip.compress(body, 6))
    return figures


def visitors_of(server: Server, learners: list[str]) -> list[Visitor]:
    return [Visitor(server.port, learners[number::CONNECTIONS]) for number in range(CONNECTIONS)]


def reference_visitors(server: Server) -> list[Visitor]:
    visitors = visitors_of(server, [])
    for visitor in visitors:
        visitor.get("/sign-in", 302)
    return visitors


def summary(case: Case, costs: list[Cost], bare: list[Cost]) -> Figures:
    return Figures(
        case=case,
        rate=statistics.median(cost.acts / cost.seconds for cost in costs),
        p50_ms=statistics.median(cost.p50_ms for cost in costs),
        p95_ms=statistics.median(cost.p95_ms for cost in costs),
        cpu_ms=statistics.median(cost.cpu_ms for cost in costs),
        reference_ms=statistics.median(cost.cpu_ms for cost in bare),
        ratio=statistics.median(
            one.cpu_ms / other.cpu_ms for one, other in zip(costs, bare, strict=True)
        ),
    )


def plain_ratio(reference: Server, effort: Effort) -> float:
    """Return F / R: what a bare template costs of the reference page.

    Whoever reads F never signed in: with a cookie, Flask-Login looks for them at every template.
    """
    readers, visitors = reference_visitors(reference), visitors_of(reference, [])
    pairs = []
    for _ in range(effort.slices):
        page = slice_of(reference, readers, REFERENCE["page"], effort.seconds)
        plain = slice_of(reference, visitors, REFERENCE["plain"], effort.seconds)
        pairs.append(plain.cpu_ms / page.cpu_ms)
    return statistics.median(pairs)
