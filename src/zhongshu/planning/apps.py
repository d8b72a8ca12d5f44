from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "zhongshu.planning"

    def ready(self) -> None:
        from zhongshu.access.viewing import register_page
        from zhongshu.collaboration.subjects import register
        from zhongshu.planning import handlers, tasks  # noqa: F401
        from zhongshu.planning.fields import TASK
        from zhongshu.planning.queries.tasks import tasks_in_view
        from zhongshu.planning.subjects import TASKS

        register_page("plan", TASK, tasks_in_view)
        register_page("board", TASK, tasks_in_view)
        register(TASKS)
