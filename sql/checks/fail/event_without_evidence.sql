-- A talk, demand or exchange without a sentence behind it cannot be traced to what an article says.
with events as (
    select 'talk' as row_kind, talk_id as row_id from talks
    union all
    select 'demand' as row_kind, demand_id as row_id from demands
    union all
    select 'exchange' as row_kind, exchange_id as row_id from exchanges
)

select e.row_kind, e.row_id
from events as e
anti join evidence using (row_kind, row_id)
order by e.row_kind, e.row_id
