-- Evidence that points to no row is lost to everyone who starts from a talk, demand, exchange or figure.
with known as (
    select 'talk' as row_kind, talk_id as row_id from talks
    union all
    select 'demand' as row_kind, demand_id as row_id from demands
    union all
    select 'exchange' as row_kind, exchange_id as row_id from exchanges
    union all
    select 'figure' as row_kind, figure_id as row_id from figures
    union all
    select 'talk' as row_kind, report_id as row_id from talk_reports where talk_id is null
    union all
    select 'demand' as row_kind, report_id as row_id from demand_reports where demand_id is null
    union all
    select 'exchange' as row_kind, report_id as row_id from exchange_reports where exchange_id is null
)

select e.row_kind, e.row_id, e.report_id
from evidence as e
anti join known using (row_kind, row_id)
order by e.report_id
