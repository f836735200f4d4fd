-- Parties that no reference list holds and that several events name should be added to the lists, or are no parties.
select p.party_code, count(*) as talk_count
from parties as p
join talk_parties as t using (party_code)
where not p.is_listed
group by p.party_code
having count(*) >= 3
order by talk_count desc, p.party_code
