-- Documents: drafts, immutable published versions, and who wrote what.

create table document (
	id uuid primary key,
	kind text not null check (kind in ('training', 'submission', 'page', 'note')),
	title text not null check (length(title) <= 300),
	audience_id uuid not null references audience,
	created_by uuid not null references person,
	at timestamptz not null
);

create table document_writer (
	document_id uuid not null references document,
	person_id uuid not null references person,
	since timestamptz not null,
	primary key (document_id, person_id)
);
create index on document_writer (person_id);

create function i_write(which uuid) returns boolean language sql stable security definer set search_path = public as
	$$ select exists (select from document_writer where document_id = which and person_id = me()) $$;

-- What is being written: its content, and whose each run of its text is. `state` is the shared document that the editor
-- works on, as far as its updates are folded into the content; there is none until somebody opened the editor. `lost` is
-- what was lately taken out of it and whose it was, for when it is put back.
create table draft (
	document_id uuid primary key references document,
	content jsonb not null,
	credit jsonb not null,
	lost jsonb not null default '[]',
	state bytea,
	at timestamptz not null
);

-- Live updates not folded yet, in the order in which they came.
create table draft_update (
	id bigint generated always as identity primary key,
	document_id uuid not null references document,
	person_id uuid not null references person,
	bytes bytea not null,
	at timestamptz not null
);
create index on draft_update (document_id, id);

create table version (
	document_id uuid not null references document,
	number integer not null,
	title text not null,
	content jsonb not null,
	credit jsonb not null,
	html text not null,
	markdown text not null,
	blocks jsonb not null,
	words integer not null,
	note text not null default '',
	material boolean not null,
	by_id uuid not null references person,
	audience_id uuid not null references audience,
	at timestamptz not null,
	primary key (document_id, number)
);

-- Whose words the newest version holds: what became of them is told to these people.
create table document_author (
	person_id uuid not null references person,
	document_id uuid not null references document,
	primary key (person_id, document_id)
);
create index on document_author (document_id);

create table document_withdrawal (
	document_id uuid primary key references document,
	by_id uuid not null references person,
	at timestamptz not null
);

-- A file in a document's draft: whoever writes there sees it.
create table document_file (
	document_id uuid not null references document,
	file_id uuid not null references file on delete cascade,
	by_id uuid not null references person,
	at timestamptz not null,
	primary key (document_id, file_id)
);
create index on document_file (file_id);

-- A file in a published version: whoever reads the document sees it.
create table published_file (
	document_id uuid not null references document,
	file_id uuid not null references file on delete cascade,
	audience_id uuid not null references audience,
	at timestamptz not null,
	primary key (document_id, file_id)
);
create index on published_file (file_id);

alter table document enable row level security;
alter table document_writer enable row level security;
alter table draft enable row level security;
alter table draft_update enable row level security;
alter table version enable row level security;
alter table document_author enable row level security;
alter table document_withdrawal enable row level security;
alter table document_file enable row level security;
alter table published_file enable row level security;

create function withdrawn(which uuid) returns boolean language sql stable security definer set search_path = public as
	$$ select exists (select from document_withdrawal where document_id = which) $$;

create policy audience_or_writer on document for select using (
	(audience_id = any ((select my_audiences())::uuid[]) and not withdrawn(id)) or i_write(id) or created_by = (select me())
);
create policy own_makes on document for insert with check (
	created_by = (select me()) and audience_id = any ((select my_audiences())::uuid[])
);
create policy writer_changes on document for update using (i_write(id))
	with check (audience_id = any ((select my_audiences())::uuid[]));
create policy readers_see on document_writer for select using (exists (select from document d where d.id = document_id));
create policy writers_add on document_writer for insert with check (
	i_write(document_id) or exists (select from document d where d.id = document_id and d.created_by = (select me()))
);
create policy writers_remove on document_writer for delete using (i_write(document_id));
create policy writers on draft for all using (i_write(document_id));
create policy writers_see on draft_update for select using (i_write(document_id));
create policy own_writes on draft_update for insert with check (person_id = (select me()) and i_write(document_id));
create policy writers_fold on draft_update for delete using (i_write(document_id));
create policy audience_or_writer on version for select using (
	(audience_id = any ((select my_audiences())::uuid[]) and not withdrawn(document_id)) or i_write(document_id)
);
create policy writers_publish on version for insert with check (
	i_write(document_id) and by_id = (select me()) and audience_id = any ((select my_audiences())::uuid[])
);
create policy writers_widen on version for update using (i_write(document_id))
	with check (audience_id = any ((select my_audiences())::uuid[]));
create policy readers_see on document_author for select using (exists (select from document d where d.id = document_id));
create policy writers_keep on document_author for all using (i_write(document_id));
create policy readers_see on document_withdrawal for select using (exists (select from document d where d.id = document_id));
create policy writers_withdraw on document_withdrawal for insert with check (i_write(document_id) and by_id = (select me()));
create policy writers_restore on document_withdrawal for delete using (i_write(document_id));

-- A policy that asks the table whose own policy asks back would never end.
create function in_documents_of_mine(which uuid) returns boolean language sql stable security definer set search_path = public as $$
	select exists (select from document_file where file_id = which and i_write(document_id))
		or exists (select from published_file where file_id = which and (
			(audience_id = any (my_audiences()) and not withdrawn(document_id)) or i_write(document_id)))
$$;
create function i_see_file(which uuid) returns boolean language sql stable security definer set search_path = public as $$
	select i_own_file(which) or in_documents_of_mine(which)
		or exists (select from file_audience where file_id = which and audience_id = any (my_audiences()))
$$;

create policy seen_in_documents on file for select using (in_documents_of_mine(id));
create policy writers on document_file for select using (i_write(document_id));
-- Nobody may show others a file that they cannot see themselves: an address that was guessed opens nothing.
create policy writers_add on document_file for insert with check (
	i_write(document_id) and by_id = (select me()) and i_see_file(file_id)
);
create policy audience_or_writer on published_file for select using (
	(audience_id = any ((select my_audiences())::uuid[]) and not withdrawn(document_id)) or i_write(document_id)
);
create policy writers_publish on published_file for insert with check (
	i_write(document_id) and audience_id = any ((select my_audiences())::uuid[]) and i_see_file(file_id)
);
create policy writers_widen on published_file for update using (i_write(document_id))
	with check (audience_id = any ((select my_audiences())::uuid[]));
