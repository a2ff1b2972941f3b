-- What somebody says into a text or a comment: heard where that is read, and until then by its voice alone. It may be meant
-- for one draft, which others write too.
create table said (
	track_id uuid primary key references track,
	meant_for uuid references document on delete set null
);
create index on said (meant_for);

-- Where it is read.
create table said_place (
	track_id uuid not null references said,
	place_id uuid not null,
	document_id uuid references document on delete cascade,
	comment_id uuid references comment on delete cascade,
	primary key (track_id, place_id),
	check (num_nonnulls(document_id, comment_id) = 1 and place_id = coalesce(document_id, comment_id))
);
create index on said_place (document_id);
create index on said_place (comment_id);

alter table said enable row level security;
alter table said_place enable row level security;

create function is_said(which uuid) returns boolean language sql stable security definer set search_path = public as
	$$ select exists (select from said where track_id = which) $$;

-- The places of a track that are not taken back.
create function said_places(which uuid) returns table (document_id uuid, comment_id uuid)
language sql stable security definer set search_path = public as $$
	select p.document_id, p.comment_id from said_place p left join comment c on c.id = p.comment_id
	where p.track_id = which and (p.comment_id is null or not (comment_withdrawn(c.id) or withdrawn(c.subject_id)))
$$;

alter policy voice_or_audience on track using (
	voice_id = (select me()) or (
		track_is_out(id) and case when is_said(id) then exists (
			select from said_places(id) p where exists (select from version v where v.document_id = p.document_id)
				or exists (select from comment c where c.id = p.comment_id)
		) else
			audience_id = any ((select my_audiences())::uuid[]) and not answer_is_shut(id)
			and (read_from(id) is null or exists (select from version v where v.document_id = read_from(id)))
		end
	)
);

create policy listeners_see on said for select using (exists (select from track t where t.id = track_id));
create policy voice_says on said for insert with check (
	exists (select from track t where t.id = track_id and t.voice_id = (select me()))
);
create policy voice_means on said for update using (
	exists (select from track t where t.id = track_id and t.voice_id = (select me()))
) with check (meant_for is null or i_write(meant_for));
create policy listeners_see on said_place for select using (exists (select from track t where t.id = track_id));

-- Whoever reads a text or a comment that was just published hears what was said into it: by whoever publishes, or meant for
-- it by another of its writers. Nobody hears there what was left out of it. Tells which tracks are heard here anew.
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
	), left_out as (
		delete from said_place where place_id = which and exists (select from texts)
			and track_id not in (select id from linked)
	), heard as (
		select t.id, texts.audience_id, texts.document_id, texts.comment_id
		from linked join track t using (id) join said s on s.track_id = t.id cross join texts
		where t.voice_id = me() or (s.meant_for = which and exists (
			select from document_writer w where w.document_id = which and w.person_id = t.voice_id
		))
	), placed as (
		insert into said_place select id, which, document_id, comment_id from heard
		on conflict do nothing
	), opened as (
		-- By its audience it is searched and told of; the widest of its places is everyone.
		update track t set audience_id = h.audience_id from heard h
		where t.id = h.id and t.audience_id not in (h.audience_id, '00000000-0000-7000-8000-000000000001')
		returning t.id, t.audience_id
	)
	select id, audience_id from opened
$$;
