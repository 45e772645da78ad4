"""What the lessons of a module say in the draft, for what is drafted from it."""

from courses import desk_queries
from courses.models import Course, Module
from courses.objectives import suggested


def suggested_objectives(course: Course, module: Module) -> list[str]:
    """Return the objectives drafted for a module from its heading and its first list."""
    texts = desk_queries.newest_texts(course.id)
    rows = [row for row in desk_queries.outline_rows(course.id) if row.module_id == module.id]
    blocks = (block["html"] for row in rows if row.id in texts for block in texts[row.id].blocks)
    return suggested(module.title, blocks, course.language, course.level)
