-- One row a party to an exchange (role party) or a mediator of it (role mediator).
create table exchange_parties (
    exchange_id varchar not null references exchanges (exchange_id),
    party_code varchar not null references parties (party_code),
    role varchar not null,
    article_count integer not null,
    primary key (exchange_id, party_code)
);
