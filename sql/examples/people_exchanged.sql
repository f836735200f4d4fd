-- How many people have changed hands, by conflict and category.
select conflict, category, exchange_count, people_value, people_low, people_high, unknown_count
from people_exchanged
order by people_value desc nulls last, conflict, category
