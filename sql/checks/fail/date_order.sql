-- A span that ends before it starts breaks every timeline and every join on dates.
with spans as (
    select talk_id as row_id, date_start, date_end from talks
    union all
    select exchange_id as row_id, date_start, date_end from exchanges
    union all
    select report_id as row_id, date_start, date_end from talk_reports
    union all
    select report_id as row_id, date_start, date_end from exchange_reports
)

select row_id, date_start, date_end
from spans
where date_start > date_end or (date_start is null) <> (date_end is null)
order by row_id
