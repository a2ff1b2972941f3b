-- What of a track stands in other tables, told in one call: a policy that asks four times over makes a feed of hundreds slow.
-- 'away' has no take or was withdrawn, 'said' is heard where it is said, 'shut' is an answer that waits for one's own,
-- 'read' is read aloud from a text, 'free' goes to whom it is shared with.
create function track_standing(which uuid) returns text language sql stable security definer set search_path = public as $$
	select case
		when exists (select from track_withdrawal where track_id = which) or not exists (select from take where track_id = which) then 'away'
		when exists (select from said where track_id = which) then 'said'
		when exists (select from call_answer where track_id = which) and answer_is_shut(which) then 'shut'
		when exists (select from spoken_block where track_id = which) then 'read'
		else 'free'
	end
$$;

alter policy voice_or_audience on track using (
	voice_id = (select me()) or case track_standing(id)
		when 'said' then exists (
			select from said_places(id) p where exists (select from version v where v.document_id = p.document_id)
				or exists (select from comment c where c.id = p.comment_id)
		)
		when 'read' then audience_id = any ((select my_audiences())::uuid[])
			and exists (select from version v where v.document_id = read_from(id))
		when 'free' then audience_id = any ((select my_audiences())::uuid[])
		else false
	end
);

-- PostgreSQL asks policies from the last name to the first: a sound is a sound before its texts are gone through.
alter policy listeners on file rename to sound_heard;

drop function is_said(uuid);
