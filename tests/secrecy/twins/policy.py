"""Who looks, and what is hidden from each: a table of its own, not the product's."""

from dataclasses import dataclass

from tests.secrecy.twins.coming import Way

COSTS = "costs"
PERSONAL = "personal"
OTHERS = "others"
ROLES = "roles"


@dataclass(frozen=True)
class Viewer:
    """Somebody with these permissions over the one visible unit, from whom ``hidden`` is hidden.

    Who is over the company sees all and serves to show what can be reached; who is ruled lives
    under the published policy of `ruling`, and who is shut out under that of `closing`, by which
    the plan of the first project is closed. Rows below the
    other unit, and what belongs to other accounts, are hidden from everyone else.
    Whose requests come by another way than a session has no more than ``limits`` by it; on a
    merge they only read.
    """

    name: str
    permissions: tuple[str, ...]
    hidden: frozenset[str]
    is_over_company: bool = False
    authorities: tuple[str, ...] = ()
    is_ruled: bool = False
    is_shut_out: bool = False
    asks_all_in: tuple[str, ...] = ()
    comes_by: Way = Way.SESSION
    limits: tuple[str, ...] = ()

    def asks_all_of(self, operation: str) -> bool:
        """Whether this is the one who asks a list by every name, on every merge."""
        return operation.startswith(self.asks_all_in)


_PLAN = (
    "planning.edit_plan",
    "planning.set_baseline",
    "planning.import_plan",
    "planning.report_progress",
)
_SEEING = ("projects.view", "organisation.view")
_MORE = ("finance.view_costs", "organisation.view_personal")

VIEWERS = (
    Viewer("stranger", (), frozenset({COSTS, PERSONAL, OTHERS, ROLES})),
    Viewer(
        "member",
        (
            "projects.view",
            "organisation.view",
            "planning.report_progress",
            "collaboration.comment",
            "collaboration.attach",
        ),
        frozenset({COSTS, PERSONAL, OTHERS, ROLES}),
    ),
    Viewer(
        "planner",
        (
            "projects.view",
            "projects.create",
            "projects.edit",
            "projects.delete",
            "organisation.view",
            "access.share_views",
            "access.view_authorities",
            "access.put_questions",
            "collaboration.comment",
            "collaboration.attach",
            "collaboration.moderate",
            *_PLAN,
        ),
        frozenset({COSTS, PERSONAL, OTHERS, ROLES}),
        authorities=("baseline_approval",),
        asks_all_in=("planning.", "projects.", "organisation.", "collaboration.", "integrations."),
    ),
    Viewer(
        "finance",
        ("projects.view", "organisation.view", "finance.view_costs"),
        frozenset({PERSONAL, OTHERS, ROLES}),
    ),
    Viewer(
        "staff",
        (
            "projects.view",
            "organisation.view",
            "organisation.view_personal",
            "organisation.manage",
            "access.manage",
            "access.manage_accounts",
            "access.manage_authorities",
            "access.view_authorities",
            "access.break_glass",
        ),
        frozenset({COSTS, OTHERS}),
        asks_all_in=("access.",),
    ),
    Viewer(
        "auditor of a part",
        ("projects.view", "access.read_audit"),
        frozenset({COSTS, PERSONAL, OTHERS, ROLES}),
        # Nobody else who asks lists by all may read the trail.
        asks_all_in=("access.list_audit_events", "access.export_audit"),
    ),
    Viewer(
        "ruled",
        ("projects.view", "organisation.view", "access.view_authorities", "access.read_audit"),
        frozenset({COSTS, PERSONAL, OTHERS, ROLES}),
        is_ruled=True,
    ),
    Viewer(
        "shut out",
        (*_SEEING, "projects.edit", "collaboration.comment", "access.view_authorities", *_PLAN),
        frozenset({COSTS, PERSONAL, OTHERS, ROLES}),
        authorities=("baseline_approval",),
        is_shut_out=True,
        asks_all_in=("projects.",),
    ),
    Viewer(
        "by token",
        (*_SEEING, *_MORE),
        frozenset({COSTS, PERSONAL, OTHERS, ROLES}),
        comes_by=Way.TOKEN,
        limits=_SEEING,
    ),
    Viewer(
        "deputy",
        _MORE,
        frozenset({COSTS, PERSONAL, OTHERS, ROLES}),
        comes_by=Way.DELEGATION,
        limits=_SEEING,
    ),
    Viewer(
        "seen as",
        _SEEING,
        frozenset({COSTS, PERSONAL, OTHERS, ROLES}),
        comes_by=Way.VIEW_AS,
    ),
)
# Who looks after personal data does so over the company, where no row is hidden from them.
OFFICER = Viewer(
    "officer",
    (
        "access.erase",
        "access.export_personal",
        "access.hold",
        "access.retain",
        "access.manage_notices",
        "access.publish_notices",
        "access.read_consents",
    ),
    frozenset({COSTS}),
    is_over_company=True,
)
# Who decides over fields does so over the company as well.
RULER = Viewer(
    "ruler",
    (
        "access.manage_policy",
        "access.publish_policy",
        "access.view_as",
        "access.grant_any",
        "projects.lower_class",
        "organisation.lower_class",
        "collaboration.lower_class",
    ),
    frozenset({COSTS, PERSONAL, OTHERS}),
    is_over_company=True,
)
GOVERNORS = (OFFICER, RULER)
# Who imports tables does so over the company too, and may yet not read what is personal.
IMPORTER = Viewer(
    "importer",
    ("projects.view", "organisation.view", "organisation.manage"),
    frozenset({COSTS, PERSONAL, ROLES}),
    is_over_company=True,
)
EVERYTHING = Viewer(
    "everything",
    tuple(sorted({one for viewer in (*VIEWERS, *GOVERNORS) for one in viewer.permissions})),
    frozenset({OTHERS}),
    is_over_company=True,
    authorities=("baseline_approval", "stop"),
)
BY_NAME = {viewer.name: viewer for viewer in (*VIEWERS, IMPORTER)}
PLANNER = BY_NAME["planner"]


def turn_of(viewer: Viewer, questions: list[str], position: int = 0) -> list[str]:
    """Half of the questions that viewers share: the next viewer, or position, has the other."""
    number = VIEWERS.index(viewer) if viewer in VIEWERS else 0
    return questions[(number + position) % 2 :: 2]
