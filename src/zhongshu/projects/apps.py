from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "zhongshu.projects"

    def ready(self) -> None:
        from zhongshu.access.viewing import register_page
        from zhongshu.projects.fields import PROJECT
        from zhongshu.projects.queries import projects_in_view

        register_page("projects", PROJECT, projects_in_view)
