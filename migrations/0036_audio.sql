-- What somebody says into a text or a comment: heard where that is read, and until then by its voice alone.
create table said (
	track_id uuid primary key references track,
	document_id uuid references document on delete set null,
	comment_id uuid references comment on delete set null,
	check (num_nonnulls(document_id, comment_id) <= 1)
);
create index on said (document_id);
create index on said (comment_id);

alter table said enable row level security;

create or replace function read_from(which uuid) returns uuid language sql stable security definer set search_path = public as $$
	select coalesce(
		(select document_id from spoken_block where track_id = which),
		(select document_id from said where track_id = which)
	)
$$;

-- Said into something that is not out, or was taken back.
create function waits_to_be_read(which uuid) returns boolean language sql stable security definer set search_path = public as $$
	select exists (
		select from said s where s.track_id = which and s.document_id is null
			and (s.comment_id is null or exists (select from comment_withdrawal w where w.comment_id = s.comment_id))
	)
$$;

alter policy voice_or_audience on track using (
	voice_id = (select me()) or (
		audience_id = any ((select my_audiences())::uuid[]) and track_is_out(id) and not answer_is_shut(id)
		and not waits_to_be_read(id)
		and (read_from(id) is null or exists (select from version v where v.document_id = read_from(id)))
	)
);

create policy listeners_see on said for select using (exists (select from track t where t.id = track_id));
create policy voice_says on said for insert with check (
	document_id is null and comment_id is null
	and exists (select from track t where t.id = track_id and t.voice_id = (select me()))
);

-- Whoever reads a text or a comment that was just published hears what its writers said into it, and nobody hears what
-- was left out of it. Tells which tracks have another audience than before.
create function place_said(which uuid) returns table (track uuid, audience uuid)
language sql volatile security definer set search_path = public as $$
	with texts as (
		(
			select v.html, v.audience_id, v.document_id, null::uuid as comment_id from version v
			where v.document_id = which and i_write(which) order by v.number desc limit 1
		)
		union all
		select c.html, c.audience_id, null, c.id from comment c where c.id = which and c.author_id = me()
	), linked as (
		select distinct found[1]::uuid as id from texts,
			regexp_matches(html, 'href="/tracks/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"', 'g') as found
	), heard as (
		select t.id, t.audience_id as before, texts.audience_id, texts.document_id, texts.comment_id
		from linked join track t using (id) join said s on s.track_id = t.id cross join texts
		where coalesce(s.document_id, s.comment_id, which) = which and (
			t.voice_id = me()
			or exists (select from document_writer w where w.document_id = which and w.person_id = t.voice_id)
		)
	), left_out as (
		update said set document_id = null, comment_id = null
		where which in (document_id, comment_id) and exists (select from texts) and track_id not in (select id from linked)
	), placed as (
		update said s set document_id = h.document_id, comment_id = h.comment_id from heard h where s.track_id = h.id
	), opened as (
		update track t set audience_id = h.audience_id from heard h where t.id = h.id and h.before <> h.audience_id
		returning t.id, t.audience_id
	)
	select id, audience_id from opened
$$;
