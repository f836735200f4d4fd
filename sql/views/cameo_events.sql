-- One row an event and ordered pair of parties in CAMEO codes (Schrodt, CAMEO Event and Actor Codebook, version 1.1b3,
-- 2012, chapter 2), for users of event data. Parley's slots are finer; the codes are the nearest of the codebook:
--   talks      held 046 engage in negotiation, by telephone 041; agreement reached 057 sign formal agreement;
--              a mediator of it 045 mediate; planned 036 express intent to meet; called off 125 reject proposal to meet.
--              Who proposes or calls off is not known, so every pair of sides stands in both directions: filter by status.
--   demands    10x demand, for a proposal 02x appeal, by issue; refused 124 refuse to yield, accepted 035 express intent
--              to yield (from the party asked to the party that asks).
--   exchanges  completed 0841 return, release persons (remains: 084 return, release); planned 0353 express intent to
--              release persons; failed 1243 refuse to release persons.
create view cameo_events as
with issue_codes (issue, demand_code, appeal_code) as (
    values
        ('captives', '1053', '0253'),
        ('ceasefire', '1056', '0256'),
        ('disarmament', '1056', '0256'),
        ('displaced', '105', '025'),
        ('economy', '1011', '0211'),
        ('force_limits', '1056', '0256'),
        ('governance', '104', '024'),
        ('humanitarian', '1033', '0233'),
        ('justice', '1013', '0213'),
        ('military_aid', '105', '025'),
        ('neutrality', '1042', '0242'),
        ('nuclear', '105', '025'),
        ('recognition', '102', '022'),
        ('reparations', '103', '023'),
        ('rights', '1043', '0243'),
        ('sanctions', '1054', '0254'),
        ('security_guarantees', '1034', '0234'),
        ('talks', '106', '026'),
        ('territory', '105', '025'),
        ('withdrawal', '1056', '0256')
),

sides as (
    select t.*, a.party_code as source_code, b.party_code as target_code
    from talks as t
    join talk_parties as a on a.talk_id = t.talk_id and a.role = 'party'
    join talk_parties as b on b.talk_id = t.talk_id and b.role = 'party' and a.party_code <> b.party_code
),

mediations as (
    select t.*, a.party_code as source_code, b.party_code as target_code
    from talks as t
    join talk_parties as a on a.talk_id = t.talk_id and a.role = 'mediator'
    join talk_parties as b on b.talk_id = t.talk_id and b.role = 'party'
    where t.status = 'held'
),

talk_events as (
    select
        talk_id, status, date_start, first_reported_at, source_code, target_code,
        case
            when status in ('proposed', 'scheduled') then '036'
            when status = 'cancelled' then '125'
            when format = 'call' then '041'
            else '046'
        end as cameo_code
    from sides
    union all
    select talk_id, status, date_start, first_reported_at, source_code, target_code, '057' as cameo_code
    from sides
    where status = 'held' and outcome = 'agreement'
    union all
    select talk_id, status, date_start, first_reported_at, source_code, target_code, '045' as cameo_code
    from mediations
),

demand_pairs as (
    select d.*, a.party_code as source_code, b.party_code as target_code
    from demands as d
    join demand_parties as a on a.demand_id = d.demand_id and a.role = 'by'
    left join demand_parties as b on b.demand_id = d.demand_id and b.role = 'to'
),

demand_events as (
    select
        d.demand_id, d.first_stated_at, d.kind, d.source_code, d.target_code,
        case
            when d.kind = 'demand' then coalesce(c.demand_code, '100')
            else coalesce(c.appeal_code, '020')
        end as cameo_code
    from demand_pairs as d
    left join issue_codes as c using (issue)
    union all
    select
        demand_id, last_stated_at as first_stated_at, response as kind,
        target_code as source_code, source_code as target_code,
        case response when 'accepted' then '035' else '124' end as cameo_code
    from demand_pairs
    where response is not null and target_code is not null
),

exchange_events as (
    select distinct
        e.exchange_id, e.status, e.date_start, e.first_reported_at,
        l.from_party as source_code, l.to_party as target_code,
        case
            when e.status = 'cancelled' then '1243'
            when e.status <> 'completed' then '0353'
            when l.category = 'remains' then '084'
            else '0841'
        end as cameo_code
    from exchanges as e
    join exchange_legs as l using (exchange_id)
    where l.from_party is not null
)

select
    'talk' as event_kind, talk_id as event_id, coalesce(date_start, first_reported_at) as event_date,
    date_start is null as is_date_inferred, source_code, target_code, cameo_code, status
from talk_events
union all
select
    'demand' as event_kind, demand_id as event_id, first_stated_at as event_date,
    true as is_date_inferred, source_code, target_code, cameo_code, kind as status
from demand_events
union all
select
    'exchange' as event_kind, exchange_id as event_id, coalesce(date_start, first_reported_at) as event_date,
    date_start is null as is_date_inferred, source_code, target_code, cameo_code, status
from exchange_events
