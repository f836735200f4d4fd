-- Mediators by number of held talks, with the agreements reached in their presence.
select
    p.name,
    count(*) as talk_count,
    count(*) filter (where t.outcome = 'agreement') as agreement_count
from talk_parties as m
join talks as t using (talk_id)
join parties as p using (party_code)
where m.role = 'mediator' and t.status = 'held'
group by p.name
order by talk_count desc, p.name
