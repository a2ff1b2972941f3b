-- What a machine of the operator's read aloud of a text. Its id is made of the words, so other words are another; it is
-- forgotten after a while, and made again for whoever asks.
create table machine_sound (
	id uuid primary key,
	document_id uuid not null,
	bytes bigint not null check (bytes > 0),
	at timestamptz not null
);
create index on machine_sound (at);

alter table machine_sound enable row level security;
create policy readers_hear on machine_sound for select using (exists (select from version v where v.document_id = machine_sound.document_id));
create policy readers_keep on machine_sound for insert with check (exists (select from version v where v.document_id = machine_sound.document_id));

-- What was said about a question goes with it.
create or replace function said_places(which uuid) returns table (document_id uuid, comment_id uuid)
language sql stable security definer set search_path = public as $$
	select p.document_id, p.comment_id from said_place p left join comment c on c.id = p.comment_id
	where p.track_id = which and (
		p.comment_id is null
		or not (comment_withdrawn(c.id) or withdrawn(c.subject_id) or question_withdrawn(c.subject_id))
	)
$$;
