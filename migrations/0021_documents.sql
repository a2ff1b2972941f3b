-- Where somebody stopped reading a text; nobody else knows of it.
create table reading_place (
	person_id uuid not null references person,
	document_id uuid not null references document,
	block_id text not null check (length(block_id) <= 60),
	at timestamptz not null,
	primary key (person_id, document_id)
);
create index on reading_place (person_id, at);

alter table reading_place enable row level security;

create policy own on reading_place for all using (person_id = (select me()))
	with check (person_id = (select me()) and exists (select from document d where d.id = document_id));
