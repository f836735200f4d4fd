-- Who demands what: number of distinct demands by party and issue.
select party_name, issue, cast(sum(demand_count) as bigint) as demand_count, min(first_stated_at) as first_stated_at
from party_demands
group by party_name, issue
order by demand_count desc, party_name, issue
