-- A talk dated more than two years after it was last reported is mostly a date that was read wrongly.
select talk_id, date_start, last_reported_at
from talks
where date_start > last_reported_at + interval 2 years
order by talk_id
