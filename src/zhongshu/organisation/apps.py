from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "zhongshu.organisation"

    def ready(self) -> None:
        from zhongshu.access.queries import register_belonging
        from zhongshu.organisation import fields, tasks  # noqa: F401
        from zhongshu.organisation.queries import accounts_of_people

        register_belonging(accounts_of_people)
