-- One row a position of a party towards another, merged over the articles that report it.
create table demands (
    demand_id varchar primary key,
    by_party varchar,
    to_party varchar,
    kind varchar not null,
    issue varchar not null,
    text varchar not null,
    response varchar,
    first_stated_at date,
    last_stated_at date,
    talk_id varchar references talks (talk_id),
    article_count integer not null,
    report_count integer not null,
    disputed_slots varchar,
    is_curated boolean not null
);
