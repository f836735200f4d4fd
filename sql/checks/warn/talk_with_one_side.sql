-- A held talk with fewer than two sides or mediators is mostly a side that was not recognised.
select t.talk_id, t.parties, t.mediators
from talks as t
left join talk_parties as p using (talk_id)
where t.status = 'held'
group by t.talk_id, t.parties, t.mediators
having count(p.party_code) < 2
order by t.talk_id
