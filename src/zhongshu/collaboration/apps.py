from django.apps import AppConfig


class CollaborationConfig(AppConfig):
    name = "zhongshu.collaboration"

    def ready(self) -> None:
        from zhongshu.access.lowering.kinds import register_lowerable
        from zhongshu.access.recalling import recall_one
        from zhongshu.collaboration import fields, handlers, privacy, tasks  # noqa: F401
        from zhongshu.collaboration.confirmations import KINDS
        from zhongshu.collaboration.lowering import COMMENTS, FILES
        from zhongshu.collaboration.own_account import ACCOUNTS
        from zhongshu.collaboration.presence import tasks as presence_tasks  # noqa: F401
        from zhongshu.collaboration.queries import commented, get_present_file
        from zhongshu.collaboration.questions import QUESTIONS
        from zhongshu.collaboration.subjects import register_told

        # What was said before it was edited is told nobody: whoever takes it back takes it back.
        recall_one(
            fields.COMMENT,
            commented,
            "collaboration.comment_",
            doers={
                "collaboration.comment_added": "author",
                "collaboration.comment_edited": "author",
                "collaboration.comment_deleted": "deleted_by",
                "collaboration.comment_restored": "deleted_by",
            },
            moments={"collaboration.comment_edited": "edited_at"},
        )
        recall_one(
            fields.ATTACHMENT,
            get_present_file,
            "collaboration.file_",
            doers={"collaboration.file_added": "uploaded_by"},
        )
        register_lowerable(COMMENTS)
        register_lowerable(FILES)
        register_told(ACCOUNTS)
        register_told(QUESTIONS)
        for kind in KINDS:
            register_told(kind)
