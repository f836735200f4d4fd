-- What one party demands of whom, with the answer, newest first.
select d.last_stated_at, d.to_party, d.kind, d.issue, d.text, d.response, d.article_count
from demands as d
join demand_parties as p on p.demand_id = d.demand_id and p.role = 'by'
where p.party_code = 'RUS'
order by d.last_stated_at desc, d.demand_id
