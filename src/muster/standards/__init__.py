"""The judgement: which rules bind an agency, what counts for what, who is excused, and where everybody stands."""
