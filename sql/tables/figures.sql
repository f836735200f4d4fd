-- One row a quantity that an article states; never merged or averaged. Figures of one subject_id are about
-- one thing.
create table figures (
    figure_id varchar primary key,
    article_id varchar not null references articles (article_id),
    value double,
    low double,
    high double,
    approx varchar,
    unit varchar,
    what varchar,
    claimant varchar,
    subject varchar,
    subject_id varchar,
    is_curated boolean not null
);
