-- Who negotiates: people by number of talks, with the first and last one.
select p.name, p.party_code, p.role, count(*) as talk_count, min(t.date_start) as first_date, max(t.date_end) as last_date
from talk_people as a
join people as p using (person_id)
join talks as t using (talk_id)
group by p.name, p.party_code, p.role
order by talk_count desc, p.name
