-- One row a talk or exchange and status: when articles first and last said so, by publication date.
create view status_history as
with said as (
    select 'talk' as event_kind, r.talk_id as event_id, r.status, r.article_id
    from talk_reports as r
    union all
    select 'exchange' as event_kind, r.exchange_id as event_id, r.status, r.article_id
    from exchange_reports as r
)

select
    s.event_kind,
    s.event_id,
    s.status,
    min(a.published_at) as first_reported_at,
    max(a.published_at) as last_reported_at,
    cast(count(distinct a.story_id) as integer) as article_count,
    cast(count(*) as integer) as report_count
from said as s
join articles as a using (article_id)
group by s.event_kind, s.event_id, s.status
order by s.event_kind, s.event_id, first_reported_at nulls last, s.status
