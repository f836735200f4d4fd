-- One row a value that reports state for a slot of an event (how well it is supported, how many stories contradict it).
-- Only events with more than one report are here: what a single report says stands in the event's row. Sides and people
-- have their counts in talk_parties, demand_parties, exchange_parties and talk_people.
create table slot_values (
    row_kind varchar not null,
    row_id varchar not null,
    slot varchar not null,
    value varchar not null,
    story_count integer not null,
    contrary_count integer not null,
    first_reported_at date,
    last_reported_at date,
    is_chosen boolean not null,
    primary key (row_kind, row_id, slot, value)
);
