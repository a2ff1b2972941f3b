-- Comments in threads on anything one may read, and thanks.

-- `reply_to` names the beginning of the thread: one level, however deep people answer.
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
create index on comment (subject_id, coalesce(reply_to, id), id);
create index on comment (reply_to);
create index on comment (author_id, at desc);

create table comment_edit (
	comment_id uuid not null references comment,
	at timestamptz not null,
	primary key (comment_id, at)
);

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
create index on thanks (subject_id, at);

alter table comment enable row level security;
alter table comment_edit enable row level security;
alter table comment_withdrawal enable row level security;
alter table mention enable row level security;
alter table thanks enable row level security;

create function comment_withdrawn(which uuid) returns boolean language sql stable security definer set search_path = public as
	$$ select exists (select from comment_withdrawal where comment_id = which) $$;

-- Whoever left an audience may still take back what they said there, and its count with it.
create function count_own_comment(which uuid, by_one integer) returns void
language sql security definer set search_path = public as $$
	update tally t set amount = t.amount + sign(by_one)
	from comment c
	where c.id = which and c.author_id = me() and t.kind = c.kind and t.subject_id = c.subject_id
		and t.what = 'comment' and t.audience_id = c.audience_id and t.block_id in ('', c.block_id)
$$;

create policy audience_or_author on comment for select using (
	author_id = (select me()) or (audience_id = any ((select my_audiences())::uuid[]) and not comment_withdrawn(id))
);
create policy own_posts on comment for insert with check (
	author_id = (select me()) and audience_id = any ((select my_audiences())::uuid[])
);
create policy own_changes on comment for update using (
	author_id = (select me()) and audience_id = any ((select my_audiences())::uuid[])
);
create policy readers_see on comment_edit for select using (exists (select from comment c where c.id = comment_id));
create policy author_edits on comment_edit for insert with check (
	exists (select from comment c where c.id = comment_id and c.author_id = (select me()))
);
-- Whoever sees an answer may know that what it answers was withdrawn.
create policy author_or_answered on comment_withdrawal for select using (
	exists (select from comment c where c.id = comment_id and c.author_id = (select me()))
	or exists (select from comment c where c.reply_to = comment_id)
);
create policy own_withdraws on comment_withdrawal for insert with check (
	exists (select from comment c where c.id = comment_id and c.author_id = (select me()))
);
create policy own_restores on comment_withdrawal for delete using (
	exists (select from comment c where c.id = comment_id and c.author_id = (select me()))
);
create policy readers_see on mention for select using (exists (select from comment c where c.id = comment_id));
create policy author_mentions on mention for insert with check (
	exists (select from comment c where c.id = comment_id and c.author_id = (select me()))
);
create policy author_unmentions on mention for delete using (
	exists (select from comment c where c.id = comment_id and c.author_id = (select me()))
);
create policy audience_sees on thanks for select using (
	person_id = (select me()) or audience_id = any ((select my_audiences())::uuid[])
);
create policy own_thanks on thanks for insert with check (
	person_id = (select me()) and audience_id = any ((select my_audiences())::uuid[])
);
create policy own_takes_back on thanks for delete using (person_id = (select me()));
