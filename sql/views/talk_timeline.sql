-- One row a talk in order of time, with names instead of codes; talks without a date stand at their first report.
create view talk_timeline as
with named as (
    select
        tp.talk_id,
        string_agg(p.name, ', ' order by p.name) filter (where tp.role = 'party') as party_names,
        string_agg(p.name, ', ' order by p.name) filter (where tp.role = 'mediator') as mediator_names
    from talk_parties as tp
    join parties as p using (party_code)
    group by tp.talk_id
)

select
    t.talk_id,
    coalesce(t.date_start, t.first_reported_at) as event_date,
    t.date_start is null as is_date_inferred,
    t.date_start,
    t.date_end,
    t.status,
    n.party_names,
    n.mediator_names,
    t.city,
    t.country,
    t.round,
    t.level,
    t.format,
    t.outcome,
    t.article_count,
    t.first_reported_at,
    t.last_reported_at
from talks as t
left join named as n using (talk_id)
order by event_date nulls last, t.talk_id
