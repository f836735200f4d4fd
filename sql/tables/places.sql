-- One row a place at which a published talk was held or was to be held.
create table places (
    place_id varchar primary key,
    name varchar not null,
    kind varchar not null,
    country varchar,
    is_listed boolean not null,
    talk_count integer not null
);
