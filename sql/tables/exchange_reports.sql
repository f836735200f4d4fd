-- One row an exchange as one article reports it; its groups stand in exchange_report_legs. Without an event: of an article that was withdrawn or is gone.
create table exchange_reports (
    report_id varchar primary key,
    article_id varchar not null references articles (article_id),
    exchange_id varchar references exchanges (exchange_id),
    status varchar not null,
    parties varchar,
    mediators varchar,
    date_start date,
    date_end date,
    date_basis varchar,
    attributed_to varchar,
    via varchar,
    is_curated boolean not null
);
