from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "zhongshu.planning"

    def ready(self) -> None:
        from zhongshu.planning import fields, handlers, tasks  # noqa: F401
