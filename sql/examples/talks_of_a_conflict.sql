-- All talks between two parties in order of time: when, where, who sat there, what came of it.
select event_date, status, party_names, mediator_names, city, round, outcome, article_count
from talk_timeline
where talk_id in (
    select talk_id
    from talk_parties
    where party_code in ('RUS', 'UKR') and role = 'party'
    group by talk_id
    having count(*) = 2
)
order by event_date
