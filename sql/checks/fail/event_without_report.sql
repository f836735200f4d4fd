-- An event that no report stands behind, or whose counts do not fit its reports, was merged wrongly.
with reports as (
    select talk_id as event_id, count(*) as reports from talk_reports group by talk_id
    union all
    select demand_id as event_id, count(*) as reports from demand_reports group by demand_id
    union all
    select exchange_id as event_id, count(*) as reports from exchange_reports group by exchange_id
),

events as (
    select talk_id as event_id, article_count, report_count from talks
    union all
    select demand_id as event_id, article_count, report_count from demands
    union all
    select exchange_id as event_id, article_count, report_count from exchanges
)

select e.event_id, e.article_count, e.report_count, r.reports
from events as e
left join reports as r using (event_id)
where r.reports is null or e.report_count <> r.reports or e.article_count < 1 or e.article_count > e.report_count
order by e.event_id
