-- The tracks that may be heard by somebody other than their voice, and what else decides on that. A view, for it becomes part of the
-- statement: a function begins one of its own for each of a feed's hundreds of tracks. See decision 32.
create view track_within_reach as
	select t.id as track_id, s.track_id is not null as said, b.track_id is not null as read
	from track t left join said s on s.track_id = t.id left join spoken_block b on b.track_id = t.id
	where exists (select from take k where k.track_id = t.id)
		and not exists (select from track_withdrawal w where w.track_id = t.id)
		and case
			when s.track_id is not null then exists (select from said_place p where p.track_id = t.id)
			else t.audience_id = any ((select my_audiences())::uuid[])
				and not (exists (select from call_answer a where a.track_id = t.id) and answer_is_shut(t.id))
		end;

-- Policies decide in these as they do everywhere; a statement that meets no such track need not plan for their texts.
create function heard_where_said(which uuid) returns boolean language sql stable as $$
	select exists (
		select from said_places(which) p where exists (select from version v where v.document_id = p.document_id)
			or exists (select from comment c where c.id = p.comment_id)
	)
$$;
create function heard_where_read(which uuid) returns boolean language sql stable as
	$$ select exists (select from version v where v.document_id = read_from(which)) $$;

alter policy voice_or_audience on track using (
	voice_id = (select me()) or (
		select case when r.said then heard_where_said(track.id) when r.read then heard_where_read(track.id) else true end
		from track_within_reach r where r.track_id = track.id
	)
);

drop function track_standing(uuid);

-- What a sound is and weighs, for whoever sees its take: to ask for its file is to ask for that take once more. It says nothing of other files.
create function sound_of(which uuid) returns jsonb language sql stable security definer set search_path = public as
	$$ select jsonb_build_object('type', type, 'bytes', bytes) from file
	where id = which and exists (select from take where file_id = which) $$;
