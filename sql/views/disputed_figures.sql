-- One row a stated quantity for which another claimant states another value of the same thing. Same thing: equal unit
-- and equal words (`what`, ignoring case), in articles of at most seven days apart; the article's own voice counts as a
-- claimant without name. Values are put side by side and never averaged.
create view disputed_figures as
with stated as (
    select
        f.*,
        lower(trim(f.what)) as thing,
        a.published_at,
        a.outlet,
        a.title,
        a.story_id
    from figures as f
    join articles as a using (article_id)
    where f.what is not null and f.value is not null
)

select distinct
    s.figure_id,
    s.what,
    s.unit,
    s.claimant,
    s.value,
    s.low,
    s.high,
    s.approx,
    s.article_id,
    s.outlet,
    s.title,
    s.published_at
from stated as s
join stated as o
    on s.thing = o.thing
    and s.unit is not distinct from o.unit
    and s.claimant is distinct from o.claimant
    and s.value <> o.value
    and (
        s.article_id = o.article_id
        or abs(date_diff('day', s.published_at, o.published_at)) <= 7
    )
order by s.what, s.unit, s.value, s.figure_id
