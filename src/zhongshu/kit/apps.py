from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "zhongshu.kit"

    def ready(self) -> None:
        from zhongshu.kit import housekeeping  # noqa: F401
        from zhongshu.kit.audit import jobs  # noqa: F401
