drop function sound_heard_by(uuid, uuid, uuid);

-- The sound of a take that the feed of a token holds, with whose feed it is and when an app last asked; in one statement, as a file is seen.
-- Who sees a take has its file, as the policy of files says: to ask that again would cost as much as all the rest.
create function sound_in_feed(token text, which uuid)
returns table (
	feed uuid, reader uuid, agent text, used_at timestamptz,
	id uuid, name text, type text, bytes bigint, width integer, height integer, variants jsonb
)
language plpgsql as $$
declare
	asked record;
	heard record;
	before text := current_setting('role');
begin
	select f.id, f.person_id, f.playlist_id, used.agent, used.at into asked
		from feed f left join feed_reading used on used.feed_id = f.id
		where f.token_hash = token and f.series_id is null;
	if not found or not see_as(asked.person_id) then return; end if;
	select k.file_id, k.track_id into heard from take k where k.id = which and track_is_out(k.track_id);
	if asked.playlist_id is not null and not exists (
		select from playlist_track p where p.playlist_id = asked.playlist_id and p.track_id = heard.track_id
	) then return; end if;
	perform set_config('role', before, true);
	return query select asked.id, asked.person_id, asked.agent, asked.at,
		file.id, file.name, file.type, file.bytes, file.width, file.height, file.variants
		from file where file.id = heard.file_id;
end
$$;
-- It sees the file as whoever calls it: nobody but the owner may.
revoke execute on function sound_in_feed(text, uuid) from public;
