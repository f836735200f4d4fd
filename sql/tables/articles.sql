-- One row an article, in its newest version. story_id is the article_id of the first article of the same story.
-- What an article says that was withdrawn (is_retracted) or whose page is gone (gone_since) counts for no event.
create table articles (
    article_id varchar primary key,
    page_id varchar not null,
    url varchar,
    title varchar,
    outlet varchar,
    agency varchar,
    authors varchar,
    published_at date,
    published_basis varchar,
    language varchar,
    word_count integer,
    is_relevant boolean not null,
    story_id varchar not null,
    is_duplicate boolean not null,
    is_retracted boolean not null,
    gone_since timestamp,
    fetched_at timestamp,
    source varchar,
    text varchar not null
);
