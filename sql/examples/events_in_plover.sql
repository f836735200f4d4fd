-- Events as event data: date, source, target and PLOVER type, without plans and refusals.
select event_date, source_code, target_code, plover_category, plover_mode, event_kind, event_id
from plover_events
where status in ('held', 'completed', 'demand') and target_code is not null
order by event_date, source_code, target_code
