-- One row a report's value of a slot of an event that reports contradict each other on. First the closest calls: slots
-- whose other values have as many stories as the chosen one, then those with more stories.
with said as (
    select
        c.*,
        a.url,
        max(case when not c.is_chosen then c.story_count else 0 end) over slot_of as other_count,
        max(case when c.is_chosen then c.story_count else 0 end) over slot_of as chosen_count
    from conflicts as c
    join articles as a using (article_id)
    where c.row_kind <> 'figure' and c.is_contradicted
    window slot_of as (partition by c.row_id, c.slot)
)

select
    row_kind, row_id, about, slot, value, is_chosen, story_count, outlet, published_at, report_id, url, quote,
    other_count / greatest(chosen_count, 1) as weight,
    other_count + chosen_count as stories
from said
order by weight desc, stories desc, row_id, slot, is_chosen desc, value, published_at, report_id
