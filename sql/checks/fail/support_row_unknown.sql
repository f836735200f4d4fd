-- Support for an event that is not there misleads everyone who asks how sure a value is.
with known as (
    select 'talk' as row_kind, talk_id as row_id from talks
    union all
    select 'demand' as row_kind, demand_id as row_id from demands
    union all
    select 'exchange' as row_kind, exchange_id as row_id from exchanges
    union all
    select distinct 'figure' as row_kind, subject_id as row_id from figures
)

select s.row_kind, s.row_id, s.slot, s.value
from slot_values as s
anti join known using (row_kind, row_id)
order by s.row_kind, s.row_id, s.slot, s.value
