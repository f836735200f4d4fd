-- One row a party: a state or another actor that a published row names.
create table parties (
    party_code varchar primary key,
    name varchar not null,
    kind varchar not null,
    country varchar,
    wikidata_id varchar,
    is_listed boolean not null
);
