-- One row a person who took part in a talk or is meant to.
create table talk_people (
    talk_id varchar not null references talks (talk_id),
    person_id varchar not null references people (person_id),
    party_code varchar references parties (party_code),
    role varchar,
    article_count integer not null,
    primary key (talk_id, person_id)
);
