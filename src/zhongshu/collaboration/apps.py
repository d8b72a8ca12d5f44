from django.apps import AppConfig


class CollaborationConfig(AppConfig):
    name = "zhongshu.collaboration"

    def ready(self) -> None:
        from zhongshu.collaboration import fields  # noqa: F401
