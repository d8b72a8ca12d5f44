from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "zhongshu.planning"

    def ready(self) -> None:
        from django.db.models import Q

        from zhongshu.access.lowering.kinds import register_lowerable
        from zhongshu.access.recalling import recall
        from zhongshu.access.showing import register_shown
        from zhongshu.access.viewing import register_page
        from zhongshu.collaboration.subjects import register
        from zhongshu.organisation.in_sight import register_circle
        from zhongshu.planning import closing, handlers, lowering, privacy, tasks  # noqa: F401
        from zhongshu.planning.fields import BASELINE, PLAN_RESOURCE, TASK
        from zhongshu.planning.queries.baselines import baselines_in_view
        from zhongshu.planning.queries.tasks import (
            resources_in_view,
            staff_in_view,
            tasks_in_view,
        )
        from zhongshu.planning.subjects import TASKS

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
        )
