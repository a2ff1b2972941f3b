-- What people take up from one another's words, and what came of it.

create table adoption (
	id uuid primary key,
	person_id uuid not null references person,
	kind text not null,
	document_id uuid not null references document,
	training_id uuid,
	version integer not null,
	blocks text[] not null check (cardinality(blocks) between 1 and 50),
	words text not null,
	why text not null default '',
	how text not null default '',
	shown boolean not null,
	audience_id uuid not null references audience,
	ask_on date not null,
	due_at timestamptz not null,
	at timestamptz not null
);
create index on adoption (person_id, at desc);
create index on adoption (document_id);
create index on adoption (training_id);
create index on adoption (due_at);

create table adoption_end (
	adoption_id uuid primary key references adoption,
	at timestamptz not null
);

create table same_here (
	id uuid primary key,
	person_id uuid not null references person,
	kind text not null,
	document_id uuid not null references document,
	training_id uuid,
	blocks text[] not null check (cardinality(blocks) between 1 and 50),
	note text not null default '',
	audience_id uuid not null references audience,
	at timestamptz not null
);
create index on same_here (document_id);
create index on same_here (training_id);
create index on same_here (person_id);

create table follow_up_answer (
	adoption_id uuid primary key references adoption,
	outcome text not null check (outcome in ('kept', 'changed', 'dropped')),
	note text not null default '',
	at timestamptz not null
);

-- A change to a method that its author chose to show beside it.
create table variant (
	adoption_id uuid primary key references adoption,
	document_id uuid not null references document,
	block_id text not null,
	author_id uuid not null references person,
	words text not null,
	audience_id uuid not null references audience,
	at timestamptz not null
);
create index on variant (document_id);
create index on variant (author_id);

alter table adoption enable row level security;
alter table adoption_end enable row level security;
alter table same_here enable row level security;
alter table follow_up_answer enable row level security;
alter table variant enable row level security;

create policy own_or_shown on adoption for select using (
	person_id = (select me()) or (shown and audience_id = any ((select my_audiences())::uuid[]))
);
create policy own_adopts on adoption for insert with check (
	person_id = (select me()) and audience_id = any ((select my_audiences())::uuid[])
	and exists (select from document d where d.id = document_id)
);
create policy own_changes on adoption for update using (person_id = (select me()));
create policy own on adoption_end for all using (
	exists (select from adoption a where a.id = adoption_id and a.person_id = (select me()))
);
create policy audience_sees on same_here for select using (
	person_id = (select me()) or audience_id = any ((select my_audiences())::uuid[])
);
create policy own_says on same_here for insert with check (
	person_id = (select me()) and audience_id = any ((select my_audiences())::uuid[])
	and exists (select from document d where d.id = document_id)
);
create policy own_changes on same_here for update using (person_id = (select me()));
create policy own_withdraws on same_here for delete using (person_id = (select me()));
create policy own on follow_up_answer for all using (
	exists (select from adoption a where a.id = adoption_id and a.person_id = (select me()))
);
create policy audience_sees on variant for select using (
	author_id = (select me()) or audience_id = any ((select my_audiences())::uuid[])
);
create policy own_makes on variant for insert with check (
	author_id = (select me()) and audience_id = any ((select my_audiences())::uuid[])
);
create policy own_withdraws on variant for delete using (author_id = (select me()));
