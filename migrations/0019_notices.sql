-- Whose mentions and answers somebody does not want to be told of; the other never learns of it.
create table mention_block (
	person_id uuid not null references person,
	other_id uuid not null references person,
	at timestamptz not null,
	primary key (person_id, other_id)
);
create index on mention_block (other_id);

alter table mention_block enable row level security;

create policy own on mention_block for all using (person_id = (select me()));
