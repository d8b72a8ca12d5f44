from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "zhongshu.projects"

    def ready(self) -> None:
        from zhongshu.access.lowering.kinds import register_lowerable
        from zhongshu.access.recalling import recall
        from zhongshu.access.viewing import register_page
        from zhongshu.collaboration.subjects import register
        from zhongshu.organisation.in_sight import register_circle
        from zhongshu.projects import lowering, privacy  # noqa: F401
        from zhongshu.projects.fields import PROJECT
        from zhongshu.projects.queries import leaders_in_view, projects_in_view
        from zhongshu.projects.services import deciding  # noqa: F401
        from zhongshu.projects.subjects import PROJECTS

        register_page("projects", PROJECT, projects_in_view)
        register(PROJECTS)
        register_circle(leaders_in_view)
        recall(PROJECT, projects_in_view)
        register_lowerable(lowering.PROJECTS)
