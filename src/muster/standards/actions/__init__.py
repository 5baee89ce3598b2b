"""What changes the judgement: rules adopted, courses approved, people excused. One ledger entry each."""

from muster.standards.actions.adoptions import adopt_rules, end_adoption, withdraw_adoption
from muster.standards.actions.approvals import approve_course, end_approval, withdraw_approval
from muster.standards.actions.excuses import decide_excuse, end_excuse, propose_excuse, withdraw_excuse

__all__ = [
    "adopt_rules",
    "approve_course",
    "decide_excuse",
    "end_adoption",
    "end_approval",
    "end_excuse",
    "propose_excuse",
    "withdraw_adoption",
    "withdraw_approval",
    "withdraw_excuse",
]
