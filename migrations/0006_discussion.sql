-- Comments in threads on anything one may read, and thanks.

create table comment (
	id uuid primary key,
	kind text not null,
	subject_id uuid not null,
	block_id text not null default '',
	reply_to uuid references comment,
	author_id uuid not null references person,
	markdown text not null,
	html text not null,
	audience_id uuid not null references audience,
	at timestamptz not null
);
create index on comment (kind, subject_id, at);
create index on comment (author_id, at desc);

create table comment_withdrawal (
	comment_id uuid primary key references comment,
	at timestamptz not null
);

create table mention (
	comment_id uuid not null references comment,
	person_id uuid not null references person,
	primary key (comment_id, person_id)
);

create table thanks (
	person_id uuid not null references person,
	kind text not null,
	subject_id uuid not null,
	block_id text not null default '',
	audience_id uuid not null references audience,
	at timestamptz not null,
	primary key (person_id, kind, subject_id, block_id)
);
create index on thanks (kind, subject_id);

alter table comment enable row level security;
alter table comment_withdrawal enable row level security;
alter table mention enable row level security;
alter table thanks enable row level security;

create function comment_withdrawn(which uuid) returns boolean language sql stable security definer set search_path = public as
	$$ select exists (select from comment_withdrawal where comment_id = which) $$;

create policy audience_or_author on comment for select using (
	author_id = (select me()) or (audience_id = any ((select my_audiences())::uuid[]) and not comment_withdrawn(id))
);
create policy own_posts on comment for insert with check (
	author_id = (select me()) and audience_id = any ((select my_audiences())::uuid[])
);
create policy own_withdraws on comment_withdrawal for all using (
	exists (select from comment c where c.id = comment_id and c.author_id = (select me()))
);
create policy readers_see on mention for select using (exists (select from comment c where c.id = comment_id));
create policy author_mentions on mention for insert with check (
	exists (select from comment c where c.id = comment_id and c.author_id = (select me()))
);
create policy audience_sees on thanks for select using (
	person_id = (select me()) or audience_id = any ((select my_audiences())::uuid[])
);
create policy own_thanks on thanks for insert with check (
	person_id = (select me()) and audience_id = any ((select my_audiences())::uuid[])
);
create policy own_takes_back on thanks for delete using (person_id = (select me()));
