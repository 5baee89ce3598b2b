"""Pictures and tables of a finished evaluation: what it adds up to, and one HTML file that shows it."""

from muster.core.report.about import Report, report_on
from muster.core.report.compare_page import comparison_page
from muster.core.report.landing import land
from muster.core.report.page import report_page, write_report
from muster.core.report.units import units_of

__all__ = ["Report", "comparison_page", "land", "report_on", "report_page", "units_of", "write_report"]
