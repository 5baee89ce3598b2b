"""A made-up department in the database, so that everybody can look around: nobody in it exists.

``make_demo`` fills an empty database with the sample of ``muster.core.sample``: people, courses, lesson plans,
two years of sessions, records, rules in force and an account for each role.
"""

from muster.demo.making import DemoMade, make_demo

__all__ = ["DemoMade", "make_demo"]
