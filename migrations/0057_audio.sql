-- What is said in a text is heard by those for whom it was said there, also once more people read the text: until its voice
-- has heard it again and lets them.
alter table said_place add column audience_id uuid references audience;
update said_place p set audience_id = coalesce(
	(select v.audience_id from version v where v.document_id = p.document_id order by v.number desc limit 1),
	(select c.audience_id from comment c where c.id = p.comment_id),
	(select d.audience_id from document d where d.id = p.document_id)
);
delete from said_place where audience_id is null;
alter table said_place alter column audience_id set not null;

-- For whom a page was when somebody said something for its draft; what else is written by several is widened by nobody.
alter table said add column meant_audience_id uuid references audience;
update said s set meant_audience_id = case when t.audience_id = t.voice_id then d.audience_id else t.audience_id end
from document d, track t
where d.id = s.meant_for and d.kind = 'page' and t.id = s.track_id;

drop function said_places(uuid);
create function said_places(which uuid) returns table (document_id uuid, comment_id uuid, audience_id uuid)
language sql stable security definer set search_path = public as $$
	select p.document_id, p.comment_id, p.audience_id from said_place p left join comment c on c.id = p.comment_id
	where p.track_id = which and (
		p.comment_id is null
		or not (comment_withdrawn(c.id) or withdrawn(c.subject_id) or question_withdrawn(c.subject_id))
	)
$$;

-- Who writes a text hears all that is in it.
create or replace function heard_where_said(which uuid) returns boolean language sql stable as $$
	select exists (
		select from said_places(which) p where exists (
			select from version v where v.document_id = p.document_id and (
				v.audience_id = p.audience_id or p.audience_id = any ((select my_audiences())::uuid[]) or i_write(p.document_id)
			)
		) or exists (select from comment c where c.id = p.comment_id)
	)
$$;

-- As before; what has its place keeps those for whom it was said there, and what another writer lets out is heard by nobody
-- for whom it was not meant.
create or replace function place_said(which uuid) returns table (track uuid, audience uuid)
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
		select t.id, texts.document_id, texts.comment_id, case
			when t.voice_id = me() then texts.audience_id else coalesce(s.meant_audience_id, texts.audience_id)
		end as audience_id
		from linked join track t using (id) join said s on s.track_id = t.id cross join texts
		where not exists (select from said_place p where p.track_id = t.id and p.place_id = which)
			and (t.voice_id = me() or (s.meant_for = which and exists (
				select from document_writer w where w.document_id = which and w.person_id = t.voice_id
			)))
	), placed as (
		insert into said_place (track_id, place_id, document_id, comment_id, audience_id)
		select id, which, document_id, comment_id, audience_id from heard
		on conflict do nothing
	), opened as (
		-- By its audience it is searched and told of; the widest of its places is everyone.
		update track t set audience_id = h.audience_id from heard h
		where t.id = h.id and t.audience_id not in (h.audience_id, '00000000-0000-7000-8000-000000000001')
		returning t.id, t.audience_id
	)
	select id, audience_id from opened
$$;

-- A training that opens lets out what was said for those who take part in it, when its team alone could read it.
create function open_places(which uuid) returns table (track uuid, audience uuid)
language sql volatile security definer set search_path = public as $$
	with opened as (
		update said_place p set audience_id = v.audience_id
		from (select audience_id from version where document_id = which order by number desc limit 1) v
		where p.place_id = which and i_write(which) and p.audience_id <> v.audience_id
		returning p.track_id, v.audience_id
	)
	update track t set audience_id = o.audience_id from opened o
	where t.id = o.track_id and t.audience_id <> '00000000-0000-7000-8000-000000000001'
	returning t.id, t.audience_id
$$;

-- What is said in a text that more people read than hear it: for its writers, and of one's own.
create function said_narrowly(which uuid) returns table (track uuid, voice uuid)
language sql stable security definer set search_path = public as $$
	select t.id, t.voice_id from said_place p join track t on t.id = p.track_id
	where p.place_id = which and (t.voice_id = me() or i_write(which)) and not withdrawn(which)
		and not exists (select from track_withdrawal w where w.track_id = t.id)
		and p.audience_id <> (select v.audience_id from version v where v.document_id = which order by v.number desc limit 1)
$$;

-- Lets all hear it who read the text now; its voice alone does.
create function let_hear(which uuid, place uuid) returns table (audience uuid)
language sql volatile security definer set search_path = public as $$
	with opened as (
		update said_place p set audience_id = v.audience_id
		from (select audience_id from version where document_id = place order by number desc limit 1) v
		where p.track_id = which and p.place_id = place
			and exists (select from said_narrowly(place) n where n.track = which and n.voice = me())
		returning v.audience_id
	), told as (
		update track t set audience_id = o.audience_id from opened o
		where t.id = which and t.audience_id <> '00000000-0000-7000-8000-000000000001'
	)
	select audience_id from opened
$$;
