from django.apps import AppConfig


class CollaborationConfig(AppConfig):
    name = "zhongshu.collaboration"

    def ready(self) -> None:
        from zhongshu.collaboration import fields  # noqa: F401
        from zhongshu.collaboration.presence import tasks  # noqa: F401
