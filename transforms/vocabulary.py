"""The words that slots of a fixed vocabulary may hold (codebook)."""

from __future__ import annotations

TALK_STATUS = ("proposed", "scheduled", "held", "cancelled")
EXCHANGE_STATUS = ("proposed", "agreed", "completed", "cancelled")
LEVELS = ("leaders", "ministers", "delegations")
FORMATS = ("direct", "indirect", "call")
OUTCOMES = ("agreement", "partial", "none")
DEMAND_KINDS = ("demand", "proposal")
RESPONSES = ("accepted", "rejected")
CATEGORIES = ("prisoners_of_war", "hostages", "civilians", "political_prisoners", "children", "remains", "prisoners")
APPROX = ("exact", "about", "more_than", "at_least", "less_than", "up_to", "nearly", "range", "vague")
