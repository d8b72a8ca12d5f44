from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "zhongshu.access"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from zhongshu.access import event_fields, fields, models, tasks, who_reads  # noqa: F401
        from zhongshu.access.authorities import erasing as of_deciders  # noqa: F401
        from zhongshu.access.authorities import fields as of_authorities  # noqa: F401
        from zhongshu.access.authorities.recalled import recall_authorities
        from zhongshu.access.lowering.remembering import remember_lowerings
        from zhongshu.access.policy.force import highest_shipped
        from zhongshu.access.privacy import erasing  # noqa: F401
        from zhongshu.access.privacy import fields as of_notices  # noqa: F401
        from zhongshu.access.queries import accounts, grants, roles, scopes
        from zhongshu.access.recalling import recall, recall_one
        from zhongshu.access.record_classes import class_of_record, fields_raised
        from zhongshu.access.signin import fields as of_sign_in  # noqa: F401
        from zhongshu.access.signin.entering import begin_record
        from zhongshu.access.signin.factors import SECRETS
        from zhongshu.access.viewing import since_shared, view_in_view
        from zhongshu.kit import fields as kit_fields  # noqa: F401
        from zhongshu.kit import resealing
        from zhongshu.kit.append_only import guard_table
        from zhongshu.kit.audit.shipping import ship_at_most
        from zhongshu.kit.events import classed_by

        recall(fields.ACCOUNT, accounts)
        recall(fields.ROLE, roles, doers={"access.role_updated": "proposed_by"})
        recall(
            fields.GRANT,
            grants,
            named=("user", "scope"),
            doers={
                "access.grant_proposed": "proposed_by",
                "access.grant_changed": "proposed_by",
                "access.grant_confirmed": "confirmed_by",
                "access.glass_broken": "user",
                "access.glass_ended": "user",
                "access.glass_reviewed": "reviewed_by",
            },
            moments={
                "access.glass_broken": "valid_from",
                "access.glass_ended": "valid_to",
                "access.glass_reviewed": "reviewed_at",
            },
        )
        recall_authorities()
        remember_lowerings()
        recall_one(
            fields.SAVED_VIEW,
            view_in_view,
            "access.view_",
            narrowed=since_shared,
            named=("shared_with",),
            tells_only_changes=True,
        )
        recall(fields.SCOPE, scopes)
        guard_table(models.NoticeAnswer._meta.db_table)
        ship_at_most(highest_shipped)
        classed_by(class_of_record, fields_raised)
        # Whatever lets somebody in, the session has a record from its first moment.
        user_logged_in.connect(begin_record)
        resealing.register(SECRETS)
