from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "zhongshu.integrations"

    def ready(self) -> None:
        from zhongshu.integrations import fields, privacy, tasks  # noqa: F401
