from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "zhongshu.organisation"

    def ready(self) -> None:
        from zhongshu.organisation import fields, tasks  # noqa: F401
