"""The tables of the curriculum."""

from muster.curriculum.models.course import Course, CourseCode
from muster.curriculum.models.instructor import Instructor, InstructorCertification
from muster.curriculum.models.passage import Passage
from muster.curriculum.models.plan import Assessment, Block, LessonPlan, Material, Objective, Reference, Step

__all__ = [
    "Assessment",
    "Block",
    "Course",
    "CourseCode",
    "Instructor",
    "InstructorCertification",
    "LessonPlan",
    "Material",
    "Objective",
    "Passage",
    "Reference",
    "Step",
]
