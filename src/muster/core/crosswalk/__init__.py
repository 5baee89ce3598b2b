"""Course titles joined to topics: proposed by whole words, confirmed by a person, never by substring."""

from muster.core.crosswalk.apply import (
    CourseChanges,
    CrosswalkStatus,
    apply_crosswalk,
    courses_with_topics,
    crosswalk_status,
    plan_courses,
    write_courses,
)
from muster.core.crosswalk.book import (
    Crosswalk,
    Group,
    judge,
    load_crosswalk,
    parse_crosswalk,
    save_crosswalk,
)
from muster.core.crosswalk.suggest import extend_crosswalk, suggest_crosswalk
from muster.core.crosswalk.titles import known_courses, read_titles
from muster.core.crosswalk.vocabulary import load_vocabulary, only_topics, shipped_vocabulary, topics_in

__all__ = [
    "CourseChanges",
    "Crosswalk",
    "CrosswalkStatus",
    "Group",
    "apply_crosswalk",
    "courses_with_topics",
    "crosswalk_status",
    "extend_crosswalk",
    "judge",
    "known_courses",
    "load_crosswalk",
    "load_vocabulary",
    "only_topics",
    "parse_crosswalk",
    "plan_courses",
    "read_titles",
    "save_crosswalk",
    "shipped_vocabulary",
    "suggest_crosswalk",
    "topics_in",
    "write_courses",
]
