-- A value outside its vocabulary is missed by every query that filters on the documented values.
with used as (
    select 'talks.status' as slot, status as value, talk_id as row_id from talks
    union all
    select 'talks.level' as slot, level as value, talk_id as row_id from talks
    union all
    select 'talks.format' as slot, format as value, talk_id as row_id from talks
    union all
    select 'talks.outcome' as slot, outcome as value, talk_id as row_id from talks
    union all
    select 'demands.kind' as slot, kind as value, demand_id as row_id from demands
    union all
    select 'demands.response' as slot, response as value, demand_id as row_id from demands
    union all
    select 'exchanges.status' as slot, status as value, exchange_id as row_id from exchanges
    union all
    select 'exchange_legs.category' as slot, category as value, exchange_id as row_id from exchange_legs
),

allowed (slot, value) as (
    values
        ('talks.status', 'held'), ('talks.status', 'scheduled'),
        ('talks.status', 'proposed'), ('talks.status', 'cancelled'),
        ('talks.level', 'leaders'), ('talks.level', 'ministers'), ('talks.level', 'delegations'),
        ('talks.format', 'direct'), ('talks.format', 'indirect'), ('talks.format', 'call'),
        ('talks.outcome', 'agreement'), ('talks.outcome', 'partial'), ('talks.outcome', 'none'),
        ('demands.kind', 'demand'), ('demands.kind', 'proposal'),
        ('demands.response', 'accepted'), ('demands.response', 'rejected'),
        ('exchanges.status', 'proposed'), ('exchanges.status', 'agreed'),
        ('exchanges.status', 'completed'), ('exchanges.status', 'cancelled'),
        ('exchange_legs.category', 'prisoners_of_war'), ('exchange_legs.category', 'hostages'),
        ('exchange_legs.category', 'civilians'), ('exchange_legs.category', 'political_prisoners'),
        ('exchange_legs.category', 'children'), ('exchange_legs.category', 'remains'),
        ('exchange_legs.category', 'prisoners')
)

select u.slot, u.value, u.row_id
from used as u
anti join allowed using (slot, value)
where u.value is not null
order by u.slot, u.row_id
