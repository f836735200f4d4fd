-- One row a pair of parties and category: totals of the exchanges that were carried out. A group with a qualifier is
-- counted only where its exchange has no group without one in the same direction and category, because it is mostly a
-- part of that one ("175 prisoners, among them 22 wounded"), or in place of a smaller one ("120 Malawian soldiers, of whom
-- 4 are missing"). A group that passes nobody knows from whom to whom is part of those of its category of which that is
-- known. Groups without a number add nothing and are counted apart.
create view people_exchanged as
with conflicts as (
    select exchange_id, string_agg(party_code, ' - ' order by party_code) as conflict
    from exchange_parties
    where role = 'party'
    group by exchange_id
),

legs as (
    select
        l.*,
        max(l.value) filter (where l.who is null) over way as whole,
        max(l.value) filter (where l.who is not null) over way as largest_part,
        bool_or(l.from_party is not null or l.to_party is not null)
            over (partition by l.exchange_id, l.category) as has_way
    from exchange_legs as l
    join exchanges as e using (exchange_id)
    where e.status = 'completed'
    window way as (partition by l.exchange_id, l.from_party, l.to_party, l.category)
)

select
    c.conflict,
    l.category,
    count(distinct l.exchange_id) as exchange_count,
    cast(sum(l.value) as double) as people_value,
    cast(sum(coalesce(l.low, case when l.approx in ('less_than', 'up_to') then 0 else l.value end)) as double)
        as people_low,
    case
        when bool_or(l.approx in ('more_than', 'at_least', 'vague') or l.value is null) then null
        else cast(sum(coalesce(l.high, l.value)) as double)
    end as people_high,
    count(*) filter (where l.value is null) as unknown_count
from legs as l
left join conflicts as c using (exchange_id)
where
    (
        (l.who is null and coalesce(l.largest_part <= l.whole, true))
        or (l.who is not null and (l.whole is null or (l.value = l.largest_part and l.value > l.whole)))
    )
    and (l.from_party is not null or l.to_party is not null or not l.has_way)
group by c.conflict, l.category
order by c.conflict nulls last, l.category
