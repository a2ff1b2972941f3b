-- The library: pages on shelves, each with an owner, grown out of trainings and submissions or written for themselves.

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

-- Until then it is its owner's draft.
create table page_publication (
	page_id uuid primary key references page,
	by_id uuid not null references person,
	at timestamptz not null
);
create index on page_publication (at desc, page_id desc);

-- A submission that a page holds, or asks for: who would read it there.
create table page_source (
	page_id uuid not null references page,
	submission_id uuid not null references submission,
	author_id uuid not null references person,
	audience_id uuid not null references audience,
	asked_at timestamptz not null,
	primary key (page_id, submission_id)
);
create index on page_source (submission_id);
create index on page_source (author_id);

-- What its author says to that audience; with a yes come their words as they stood then, for an owner who could not read them before.
create table page_source_answer (
	page_id uuid not null,
	submission_id uuid not null,
	audience_id uuid not null references audience,
	agreed boolean not null,
	title text,
	content jsonb,
	credit jsonb,
	at timestamptz not null,
	primary key (page_id, submission_id, audience_id),
	foreign key (page_id, submission_id) references page_source,
	check (agreed = (content is not null) and agreed = (credit is not null))
);

-- That its blocks have been put into the page.
create table page_source_joining (
	page_id uuid not null,
	submission_id uuid not null,
	by_id uuid not null references person,
	at timestamptz not null,
	primary key (page_id, submission_id),
	foreign key (page_id, submission_id) references page_source
);

alter table shelf enable row level security;
alter table page enable row level security;
alter table page_publication enable row level security;
alter table page_source enable row level security;
alter table page_source_answer enable row level security;
alter table page_source_joining enable row level security;

-- A steward takes down what is empty, pages that they do not see included.
create function shelf_is_empty(which uuid) returns boolean language sql stable security definer set search_path = public as
	$$ select not exists (select from page where shelf_id = which) $$;

-- Pictures go with the words that their author gives to a page, and with nothing else.
create function give_files(which_page uuid, which_submission uuid, given_at timestamptz) returns void
language sql security definer set search_path = public as $$
	insert into document_file (document_id, file_id, by_id, at)
	select which_page, f.file_id, me(), given_at from published_file f
	where f.document_id = which_submission and exists (
		select from page_source s join page_source_answer a
			on a.page_id = s.page_id and a.submission_id = s.submission_id and a.audience_id = s.audience_id
		where s.page_id = which_page and s.submission_id = which_submission and s.author_id = me() and a.agreed
	)
	on conflict do nothing
$$;

create policy members_read on shelf for select using ((select me()) is not null);
create policy steward_keeps on shelf for all using ((select i_am_steward()));
create function page_is_out(which uuid) returns boolean language sql stable security definer set search_path = public as
	$$ select exists (select from page_publication where page_id = which) $$;

create policy audience_or_owner on page for select using (
	(audience_id = any ((select my_audiences())::uuid[]) and page_is_out(id) and not withdrawn(id))
	or owner_id = (select me())
);
create policy own_makes on page for insert with check (
	owner_id = (select me()) and audience_id = any ((select my_audiences())::uuid[])
);
create policy owner_changes on page for update using (owner_id = (select me()))
	with check (audience_id = any ((select my_audiences())::uuid[]));
create policy readers_see on page_publication for select using (exists (select from page p where p.id = page_id));
create policy writer_publishes on page_publication for insert with check (i_write(page_id) and by_id = (select me()));
create policy author_writer_or_reader on page_source for select using (
	author_id = (select me()) or i_write(page_id)
	or (exists (select from page p where p.id = page_id)
		and exists (select from sharing s where s.submission_id = page_source.submission_id))
);
create policy writer_asks on page_source for insert with check (i_write(page_id));
create policy writer_asks_anew on page_source for update using (i_write(page_id));
create policy author_or_writer on page_source_answer for select using (
	i_write(page_id) or exists (select from page_source s where s.page_id = page_source_answer.page_id
		and s.submission_id = page_source_answer.submission_id and s.author_id = (select me()))
);
create policy author_answers on page_source_answer for insert with check (
	exists (select from page_source s where s.page_id = page_source_answer.page_id
		and s.submission_id = page_source_answer.submission_id and s.author_id = (select me()))
);
create policy author_answers_anew on page_source_answer for update using (
	exists (select from page_source s where s.page_id = page_source_answer.page_id
		and s.submission_id = page_source_answer.submission_id and s.author_id = (select me()))
);
create policy readers_see on page_source_joining for select using (
	exists (select from page_source s where s.page_id = page_source_joining.page_id
		and s.submission_id = page_source_joining.submission_id)
);
create policy writer_joins on page_source_joining for insert with check (i_write(page_id) and by_id = (select me()));
create policy writer_parts on page_source_joining for delete using (i_write(page_id));
