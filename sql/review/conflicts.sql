-- One row a report's value of a slot of an event that reports contradict each other on. First the closest calls: slots
-- whose other values have as many stories as the chosen one, then those with more stories.
with said as (
    select
        c.*,
        max(case when not c.is_chosen then c.story_count else 0 end) over slot_of as other_count,
        max(case when c.is_chosen then c.story_count else 0 end) over slot_of as chosen_count
    from conflicts as c
    where c.row_kind <> 'figure' and c.is_contradicted
    window slot_of as (partition by c.row_id, c.slot)
),

-- what finds an event again: the first sentence of its first report, which its id is made from
anchors as (
    select e.row_id, a.url as anchor_url, e.quote as anchor_quote, d.text as anchor_text
    from evidence as e
    join articles as a using (article_id)
    left join demand_reports as d using (report_id)
    qualify row_number() over (partition by e.row_id order by a.published_at nulls last, e.report_id, e.char_start) = 1
),

-- the first of the groups whose number is in dispute, by what tells it from others
counted as (
    select
        exchange_id as row_id,
        'count of ' || category || ' from ' || from_party || ' to ' || to_party as slot,
        value as group_value,
        first(who order by leg_no) as group_who
    from exchange_legs
    where value is not null
    group by all
)

select
    said.row_kind, said.row_id, said.about, said.slot, said.value, said.is_chosen, said.story_count, said.outlet,
    said.published_at, said.quote, anchors.anchor_url, anchors.anchor_quote, anchors.anchor_text, counted.group_who,
    other_count / greatest(chosen_count, 1) as weight,
    other_count + chosen_count as stories
from said
join anchors on anchors.row_id = said.row_id
left join counted
    on counted.row_id = said.row_id and counted.slot = said.slot
    and counted.group_value = try_cast(regexp_extract(replace(said.value, ',', ''), '\d[\d.]*') as double)
order by weight desc, stories desc, said.row_id, said.slot, said.is_chosen desc, said.value, said.published_at, said.report_id
