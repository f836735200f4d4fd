-- One row a demand or proposal as one article reports it. Without an event: of an article that was withdrawn or is gone.
create table demand_reports (
    report_id varchar primary key,
    article_id varchar not null references articles (article_id),
    demand_id varchar references demands (demand_id),
    by_party varchar,
    to_party varchar,
    kind varchar not null,
    issue varchar not null,
    text varchar not null,
    response varchar,
    attributed_to varchar,
    via varchar,
    is_curated boolean not null
);
