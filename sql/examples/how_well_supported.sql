-- The held talks whose accounts differ most: for each slot the chosen value, the stories behind it and those against it.
select t.summary, v.slot, v.value, v.story_count, v.contrary_count
from talks as t
join slot_values as v on v.row_kind = 'talk' and v.row_id = t.talk_id
where v.is_chosen and t.disputed_slots is not null
order by v.contrary_count desc, t.talk_id, v.slot
