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
)

select
    row_kind, row_id, about, slot, value, is_chosen, story_count, outlet, published_at, quote,
    anchor_url, anchor_quote, anchor_text,
    other_count / greatest(chosen_count, 1) as weight,
    other_count + chosen_count as stories
from said
join anchors using (row_id)
order by weight desc, stories desc, row_id, slot, is_chosen desc, value, published_at, report_id
