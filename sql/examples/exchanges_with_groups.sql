-- Every exchange with its groups, one line a group.
select e.date_start, e.status, l.from_party, l.to_party, l.category, l.value, l.approx, l.who, e.article_count
from exchanges as e
join exchange_legs as l using (exchange_id)
order by e.date_start desc nulls last, e.exchange_id, l.leg_no
