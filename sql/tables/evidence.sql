-- One row a sentence behind a talk, demand, exchange or figure. Of the article's text, characters char_start to
-- char_end are the quote: substring(text, char_start + 1, char_end - char_start).
create table evidence (
    row_kind varchar not null,
    row_id varchar not null,
    report_id varchar not null,
    article_id varchar not null references articles (article_id),
    sentence_no integer,
    char_start integer not null,
    char_end integer not null,
    quote varchar not null,
    pattern_id varchar,
    primary key (report_id, char_start, char_end)
);
