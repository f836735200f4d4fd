-- One row an exchange or one-sided handover of captives or remains, merged over the articles that report it.
create table exchanges (
    exchange_id varchar primary key,
    status varchar not null,
    parties varchar,
    mediators varchar,
    date_start date,
    date_end date,
    date_basis varchar,
    talk_id varchar references talks (talk_id),
    article_count integer not null,
    report_count integer not null,
    first_reported_at date,
    last_reported_at date,
    disputed_slots varchar,
    summary varchar not null,
    is_curated boolean not null
);
