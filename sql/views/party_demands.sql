-- One row a demanding party, issue and month: how many demands it first stated then. A demand that several parties
-- hold together counts for each of them.
create view party_demands as
select
    dp.party_code,
    p.name as party_name,
    d.issue,
    cast(date_trunc('month', d.first_stated_at) as date) as month,
    count(*) as demand_count,
    count(*) filter (where d.response = 'accepted') as accepted_count,
    count(*) filter (where d.response = 'rejected') as rejected_count,
    min(d.first_stated_at) as first_stated_at,
    max(d.last_stated_at) as last_stated_at
from demands as d
join demand_parties as dp on dp.demand_id = d.demand_id and dp.role = 'by'
join parties as p using (party_code)
group by dp.party_code, p.name, d.issue, month
order by dp.party_code, d.issue, month nulls last
