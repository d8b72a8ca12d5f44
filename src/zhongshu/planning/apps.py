from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "zhongshu.planning"

    def ready(self) -> None:
        from functools import partial

        from django.db.models import Q

        from zhongshu.access.lowering.kinds import register_lowerable
        from zhongshu.access.recalling import recall
        from zhongshu.access.showing import register_shown
        from zhongshu.access.viewing import register_page
        from zhongshu.collaboration.news import register_doers
        from zhongshu.collaboration.subjects import register
        from zhongshu.organisation.in_sight import register_circle
        from zhongshu.planning import closing, handlers, lowering, privacy, tasks  # noqa: F401
        from zhongshu.planning.baseline_sight import DOERS, MOMENTS, doers_of
        from zhongshu.planning.fields import BASELINE, PLAN_RESOURCE, TASK
        from zhongshu.planning.queries.baselines import baselines_in_view
        from zhongshu.planning.queries.tasks import (
            resources_in_view,
            staff_in_view,
            tasks_in_view,
        )
        from zhongshu.planning.subjects import TASKS

        # Where who did it may not be known of a baseline, no news tell it either.
        register_doers("baseline_waiting", partial(doers_of, "planning.baseline_proposed"))
        register_doers("baseline_decided", partial(doers_of, "planning.baseline_approved"))
        register_page("plan", TASK, tasks_in_view)
        register_page("board", TASK, tasks_in_view)
        register_shown(PLAN_RESOURCE, resources_in_view)
        register(TASKS)
        register_lowerable(lowering.TASKS)
        register_circle(staff_in_view)
        recall(
            BASELINE,
            baselines_in_view,
            kinds="planning.baseline_",
            condition=lambda row: Q(subject_id=row.project_id, data__baseline=str(row.pk)),
            doers=DOERS,
            moments=MOMENTS,
        )
