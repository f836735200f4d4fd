-- One row a person whom an article names; people outside the reference lists are found by the form of their name.
create table people (
    person_id varchar primary key,
    name varchar not null,
    party_code varchar references parties (party_code),
    role varchar,
    is_listed boolean not null,
    article_count integer not null
);
