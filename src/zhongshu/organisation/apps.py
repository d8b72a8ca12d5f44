from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "zhongshu.organisation"

    def ready(self) -> None:
        from zhongshu.access.lowering.kinds import register_lowerable
        from zhongshu.access.queries import register_belonging
        from zhongshu.access.recalling import recall
        from zhongshu.organisation import fields, lowering, privacy, tasks  # noqa: F401
        from zhongshu.organisation.queries import (
            accounts_of_people,
            calendars_in_view,
            people_in_view,
            units_in_view,
        )

        register_belonging(accounts_of_people)
        recall(fields.PERSON, people_in_view)
        recall(fields.UNIT, units_in_view)
        register_lowerable(lowering.PEOPLE)
        register_lowerable(lowering.UNITS)
        recall(fields.CALENDAR, calendars_in_view)
