from django.apps import AppConfig


class CollaborationConfig(AppConfig):
    name = "zhongshu.collaboration"

    def ready(self) -> None:
        from zhongshu.collaboration import fields, handlers, privacy, tasks  # noqa: F401
        from zhongshu.collaboration.confirmations import KINDS
        from zhongshu.collaboration.own_account import ACCOUNTS
        from zhongshu.collaboration.presence import tasks as presence_tasks  # noqa: F401
        from zhongshu.collaboration.questions import QUESTIONS
        from zhongshu.collaboration.subjects import register_told

        register_told(ACCOUNTS)
        register_told(QUESTIONS)
        for kind in KINDS:
            register_told(kind)
