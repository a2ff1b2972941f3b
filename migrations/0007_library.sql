-- The library: pages on shelves, each with an owner, grown out of trainings and submissions.

create table shelf (
	id uuid primary key,
	name text not null unique check (length(name) between 1 and 120),
	position integer not null,
	by_id uuid not null references person,
	at timestamptz not null
);

-- A page's id is its document's.
create table page (
	id uuid primary key references document,
	owner_id uuid not null references person,
	shelf_id uuid references shelf,
	training_id uuid references training,
	audience_id uuid not null references audience,
	at timestamptz not null
);
create index on page (training_id);
create index on page (shelf_id);

-- A submission that a page holds, or waits for: its author answers when its audience is narrower than the page's.
create table page_source (
	page_id uuid not null references page,
	submission_id uuid not null references submission,
	author_id uuid not null references person,
	asked_at timestamptz not null,
	primary key (page_id, submission_id)
);
create index on page_source (submission_id);

create table page_source_answer (
	page_id uuid not null,
	submission_id uuid not null,
	agreed boolean not null,
	at timestamptz not null,
	primary key (page_id, submission_id),
	foreign key (page_id, submission_id) references page_source
);

alter table shelf enable row level security;
alter table page enable row level security;
alter table page_source enable row level security;
alter table page_source_answer enable row level security;

create policy members_read on shelf for select using ((select me()) is not null);
create policy steward_keeps on shelf for all using ((select i_am_steward()));
create policy audience_or_owner on page for select using (
	(audience_id = any ((select my_audiences())::uuid[]) and not withdrawn(id)) or owner_id = (select me())
);
create policy own_makes on page for insert with check (
	owner_id = (select me()) and audience_id = any ((select my_audiences())::uuid[])
);
create policy owner_changes on page for update using (owner_id = (select me()));
create policy author_or_owner on page_source for select using (
	author_id = (select me()) or exists (select from page p where p.id = page_id and p.owner_id = (select me()))
	or (exists (select from page p where p.id = page_id)
		and exists (select from sharing s where s.submission_id = page_source.submission_id))
);
create policy owner_adds on page_source for insert with check (
	exists (select from page p where p.id = page_id and p.owner_id = (select me()))
);
create policy readers_see on page_source_answer for select using (
	exists (select from page_source s where s.page_id = page_source_answer.page_id
		and s.submission_id = page_source_answer.submission_id)
);
create policy author_answers on page_source_answer for insert with check (
	exists (select from page_source s where s.page_id = page_source_answer.page_id
		and s.submission_id = page_source_answer.submission_id and s.author_id = (select me()))
);
