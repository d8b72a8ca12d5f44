from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "zhongshu.projects"

    def ready(self) -> None:
        from zhongshu.access.recalling import recall
        from zhongshu.access.viewing import register_page
        from zhongshu.collaboration.subjects import register
        from zhongshu.projects import privacy  # noqa: F401
        from zhongshu.projects.fields import PROJECT
        from zhongshu.projects.queries import projects_in_view
        from zhongshu.projects.services import deciding  # noqa: F401
        from zhongshu.projects.subjects import PROJECTS

        register_page("projects", PROJECT, projects_in_view)
        register(PROJECTS)
        recall(PROJECT, projects_in_view)
