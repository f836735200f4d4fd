-- One row an event that a single story tells of and that lacks what most of its kind have, with a sentence; first those
-- that lack most, then those that are said to have taken place.
with open_legs as (
    select exchange_id, count(*) filter (where from_party is null or to_party is null) as directions, count(value) as numbers
    from exchange_legs
    group by exchange_id
),

events as (
    select
        'talk' as row_kind, talk_id as row_id, summary as about, status = 'held' as is_past, article_count, is_curated,
        concat_ws(
            ', ',
            case when parties is null or not contains(parties, ',') then 'a second side' end,
            case when date_start is null then 'a date' end,
            case when status = 'held' and country is null then 'a place' end
        ) as lacking
    from talks
    union all
    select
        'exchange', e.exchange_id, e.summary, e.status = 'completed', e.article_count, e.is_curated,
        concat_ws(
            ', ',
            case when e.parties is null or not contains(e.parties, ',') then 'a second side' end,
            case when e.date_start is null then 'a date' end,
            case when l.exchange_id is null then 'groups' end,
            case when l.directions > 0 then 'a direction' end,
            case when l.numbers = 0 then 'numbers' end
        )
    from exchanges as e
    left join open_legs as l using (exchange_id)
),

thin as (
    select *, len(string_split(lacking, ', ')) as gap_count
    from events
    where article_count = 1 and not is_curated and lacking <> ''
)

select
    t.row_kind, t.row_id, t.about, t.lacking,
    a.outlet, a.published_at, e.quote, a.url as anchor_url, e.quote as anchor_quote
from thin as t
join evidence as e on e.row_kind = t.row_kind and e.row_id = t.row_id
join articles as a on a.article_id = e.article_id
qualify row_number() over (partition by t.row_id order by a.published_at nulls last, e.report_id, e.char_start) = 1
order by t.gap_count desc, t.is_past desc, t.row_id
