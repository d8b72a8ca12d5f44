import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories.access import scope_below
from zhongshu.access.models import Scope, ScopeClosure
from zhongshu.access.scopes import ScopeLoop, all_pairs, hang, make_scopes

N = 8
choices = st.lists(st.integers(0, N - 1), min_size=0, max_size=3, unique=True)
moves = st.lists(st.tuples(st.integers(0, N - 1), choices), max_size=12)


class ClosureHoldsWhatTheEdgesImply(TestCase):
    """Whatever is made and moved."""

    @given(parents=st.lists(choices, min_size=N, max_size=N), moved=moves)
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    def test_after_random_moves(self, parents, moved):
        scopes = [Scope(kind=Scope.Kind.UNIT, label=str(number)) for number in range(N)]
        make_scopes(
            [
                (scope, [scopes[above] for above in parents[number] if above < number])
                for number, scope in enumerate(scopes)
            ]
        )

        for number, wanted in moved:
            try:
                hang(scopes[number], parents=[scopes[above] for above in wanted])
            except ScopeLoop:
                continue

        assert set(ScopeClosure.objects.values_list("ancestor", "descendant")) == all_pairs()


@pytest.mark.django_db
def test_scope_cannot_lie_below_itself():
    top = scope_below(label="top")
    middle = scope_below(top)
    bottom = scope_below(middle)
    before = set(ScopeClosure.objects.values_list("ancestor", "descendant"))

    for parent in (top, middle, bottom):
        with pytest.raises(ScopeLoop):
            hang(top, parents=[parent])

    assert set(ScopeClosure.objects.values_list("ancestor", "descendant")) == before


@pytest.mark.django_db
def test_moving_takes_what_lies_below_along():
    left, right = scope_below(label="left"), scope_below(label="right")
    team = scope_below(left)
    project = scope_below(team)

    hang(team, parents=[right])

    above = set(ScopeClosure.objects.filter(descendant=project).values_list("ancestor", flat=True))
    assert right.pk in above
    assert left.pk not in above


@pytest.mark.django_db
def test_many_scopes_are_made_in_a_fixed_number_of_queries(django_assert_num_queries):
    parent = scope_below()
    counts = []
    for size in (1, 50):
        nodes = [(Scope(kind=Scope.Kind.PROJECT, label="p"), [parent]) for _ in range(size)]
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            make_scopes(nodes)
        counts.append(len(queries))

    assert counts[0] == counts[1]
