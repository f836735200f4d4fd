-- One row a talk as one article reports it.
create table talk_reports (
    report_id varchar primary key,
    article_id varchar not null references articles (article_id),
    talk_id varchar not null references talks (talk_id),
    status varchar not null,
    parties varchar,
    mediators varchar,
    date_start date,
    date_end date,
    date_basis varchar,
    city varchar,
    country varchar,
    venue varchar,
    round integer,
    level varchar,
    format varchar,
    duration_minutes double,
    duration_minutes_low double,
    duration_minutes_high double,
    duration_approx varchar,
    people varchar,
    outcome varchar
);
