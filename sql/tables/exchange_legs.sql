-- One row a group that passes one way in an exchange. Rows may overlap: a group with a qualifier in `who` can be part
-- of a larger group of the same direction and category.
create table exchange_legs (
    exchange_id varchar not null references exchanges (exchange_id),
    leg_no integer not null,
    from_party varchar references parties (party_code),
    to_party varchar references parties (party_code),
    category varchar not null,
    value double,
    low double,
    high double,
    approx varchar,
    who varchar,
    article_count integer not null,
    primary key (exchange_id, leg_no)
);
