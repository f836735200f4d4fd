-- One row a party code that no reference list holds, with how many events name it and a sentence, one with the name where there is
-- one; most named first.
with named as (
    select 'talk' as row_kind, talk_id as row_id, party_code from talk_parties
    union all
    select 'demand', demand_id, party_code from demand_parties
    union all
    select 'exchange', exchange_id, party_code from exchange_parties
)

select
    p.party_code, p.name, count(*) over (partition by p.party_code) as event_count,
    a.outlet, a.published_at, e.quote
from parties as p
join named as n using (party_code)
join evidence as e on e.row_kind = n.row_kind and e.row_id = n.row_id
join articles as a using (article_id)
where not p.is_listed
qualify row_number() over (partition by p.party_code order by contains(e.quote, p.name) desc, a.published_at, e.report_id, e.char_start) = 1
order by event_count desc, p.party_code
