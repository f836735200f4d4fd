-- A lower bound above the upper bound makes every total of the number meaningless.
with numbers as (
    select figure_id as row_id, low, high from figures
    union all
    select exchange_id || ' leg ' || leg_no as row_id, low, high from exchange_legs
    union all
    select talk_id as row_id, duration_minutes_low as low, duration_minutes_high as high from talks
)

select row_id, low, high
from numbers
where low > high
order by row_id
