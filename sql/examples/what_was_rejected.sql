-- What was not taken, by stage and reason, with an example each.
select stage, reason, count(*) as reject_count, min(item) as example
from rejects
group by stage, reason
order by reject_count desc, stage, reason
