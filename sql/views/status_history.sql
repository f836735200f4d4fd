-- One row an event and state: when articles first and last said so, by publication date. Talks and exchanges have their
-- status, demands are stated, repeated (by later stories), accepted or rejected.
create view status_history as
with said as (
    select 'talk' as event_kind, r.talk_id as event_id, r.status, a.published_at, a.story_id
    from talk_reports as r
    join articles as a using (article_id)
    where r.talk_id is not null
    union all
    select 'exchange' as event_kind, r.exchange_id as event_id, r.status, a.published_at, a.story_id
    from exchange_reports as r
    join articles as a using (article_id)
    where r.exchange_id is not null
    union all
    select
        'demand' as event_kind,
        r.demand_id as event_id,
        case when first.published_at > d.first_stated_at then 'repeated' else 'stated' end as status,
        a.published_at,
        a.story_id
    from demand_reports as r
    join demands as d using (demand_id)
    join articles as a using (article_id)
    join articles as first on first.article_id = a.story_id
    union all
    select 'demand' as event_kind, r.demand_id as event_id, r.response as status, a.published_at, a.story_id
    from demand_reports as r
    join articles as a using (article_id)
    where r.demand_id is not null and r.response is not null
)

select
    event_kind,
    event_id,
    status,
    min(published_at) as first_reported_at,
    max(published_at) as last_reported_at,
    cast(count(distinct story_id) as integer) as article_count,
    cast(count(*) as integer) as report_count
from said
group by event_kind, event_id, status
order by event_kind, event_id, first_reported_at nulls last, status
