-- The sound of a take that a person hears in a feed of theirs, of one playlist where there is one; in one statement, as a file is seen.
create function sound_heard_by(who uuid, which uuid, list uuid) returns setof file language plpgsql as $$
begin
	if see_as(who) then
		return query select f.* from take k join file f on f.id = k.file_id
			where k.id = which
			and not exists (select from track_withdrawal gone where gone.track_id = k.track_id)
			and (list is null or exists (select from playlist_track p where p.playlist_id = list and p.track_id = k.track_id));
	end if;
end
$$;
