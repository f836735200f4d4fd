-- One row a report's value of a slot on which the reports of an event differ, or a figure about a thing that two voices
-- count (row_id is its subject_id): who says what, in which sentence. Numbers stand side by side, never averaged.
-- is_contradicted tells values that cannot both be true ("207", "195") from such as only differ ("about an hour", "under
-- 90 minutes"). The sentence is the one of the report that holds the value, else its first.
create view conflicts as
with said as (
    select
        d.*,
        e.article_id,
        e.quote,
        row_number() over (
            partition by d.row_kind, d.row_id, d.slot, d.value, d.report_id
            order by
                contains(replace(e.quote, ',', ''), split_part(d.value, ' ', -1)) desc,
                contains(e.quote, split_part(d.value, ' ', 1)) desc,
                e.char_start
        ) as choice
    from disputed_values as d
    join evidence as e on e.report_id = d.report_id
)

select
    s.row_kind,
    s.row_id,
    coalesce(t.summary, x.summary, m.text, f.subject) as about,
    s.slot,
    s.value,
    v.is_chosen,
    s.is_contradicted,
    v.story_count,
    v.contrary_count,
    s.claimant,
    a.outlet,
    a.published_at,
    a.article_id,
    s.report_id,
    s.quote
from said as s
join slot_values as v using (row_kind, row_id, slot, value)
join articles as a on a.article_id = s.article_id
left join talks as t on s.row_kind = 'talk' and t.talk_id = s.row_id
left join exchanges as x on s.row_kind = 'exchange' and x.exchange_id = s.row_id
left join demands as m on s.row_kind = 'demand' and m.demand_id = s.row_id
left join figures as f on s.row_kind = 'figure' and f.figure_id = s.report_id
where s.choice = 1
order by s.row_kind, s.row_id, s.slot, s.value, a.published_at, s.report_id
