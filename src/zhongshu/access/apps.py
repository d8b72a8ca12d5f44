from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "zhongshu.access"

    def ready(self) -> None:
        from zhongshu.access import fields  # noqa: F401
        from zhongshu.kit import fields as kit_fields  # noqa: F401
