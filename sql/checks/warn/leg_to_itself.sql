-- A group that passes from a party to the same party is a direction that was read wrongly.
select exchange_id, leg_no, from_party
from exchange_legs
where from_party = to_party
order by exchange_id, leg_no
