from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "zhongshu.projects"

    def ready(self) -> None:
        from zhongshu.projects import fields  # noqa: F401
