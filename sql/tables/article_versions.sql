-- One row a version of an article: what was stored each time that its page had changed. The text of the current version
-- stands in articles.
create table article_versions (
    article_id varchar not null references articles (article_id),
    version_no integer not null,
    is_current boolean not null,
    page_id varchar not null,
    title varchar,
    published_at date,
    word_count integer,
    is_retracted boolean not null,
    fetched_at timestamp,
    text varchar,
    primary key (article_id, version_no)
);
