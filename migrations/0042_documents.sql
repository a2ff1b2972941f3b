-- In which form somebody takes a text where it has several.
create table preferred_form (
	person_id uuid primary key references person,
	form text not null check (form in ('read', 'listen', 'watch', 'slides', 'examples')),
	at timestamptz not null
);

alter table preferred_form enable row level security;
create policy own on preferred_form for all using (person_id = (select me())) with check (person_id = (select me()));
