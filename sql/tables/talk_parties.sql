-- One row a side or a mediator at a talk.
create table talk_parties (
    talk_id varchar not null references talks (talk_id),
    party_code varchar not null references parties (party_code),
    role varchar not null,
    article_count integer not null,
    primary key (talk_id, party_code)
);
