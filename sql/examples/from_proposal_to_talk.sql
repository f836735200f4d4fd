-- Talks that were announced or proposed before they were held: how many days lay between.
select
    h.event_id as talk_id,
    min(h.first_reported_at) filter (where h.status in ('proposed', 'scheduled')) as announced_at,
    t.date_end,
    date_diff('day', min(h.first_reported_at) filter (where h.status in ('proposed', 'scheduled')), t.date_end)
        as days,
    t.summary
from status_history as h
join talks as t on h.event_kind = 'talk' and t.talk_id = h.event_id
where t.status = 'held'
group by h.event_id, t.date_end, t.summary
having announced_at is not null and t.date_end is not null
order by t.date_end
