-- A comment at a moment of a track that asks its voice to say this anew; it is over once there is a later take.
create table retake (
	comment_id uuid primary key references comment,
	at timestamptz not null
);
alter table retake enable row level security;

-- The track of which a comment speaks at a moment of the take that is heard, and whose voice that is.
create function said_at_moment(which uuid) returns table (track_id uuid, voice_id uuid) language sql stable as $$
	select t.id, t.voice_id from comment c join track t on t.id = c.subject_id
	where c.id = which and c.kind = 'track' and c.reply_to is null and c.block_id ~ '^[1-9]\d{0,5}-\d{1,6}$'
		and c.block_id like (select max(k.number) from take k where k.track_id = t.id) || '-%'
		and not comment_withdrawn(c.id) and track_is_out(t.id)
$$;

create policy readers_see on retake for select using (exists (select from comment c where c.id = comment_id));
create policy listener_asks on retake for insert with check (
	exists (select from comment c where c.id = comment_id and c.author_id = (select me()))
	and exists (select from said_at_moment(comment_id) where voice_id <> (select me()))
);
create policy listener_or_voice_ends on retake for delete using (
	exists (select from comment c where c.id = comment_id and c.author_id = (select me()))
	or exists (select from said_at_moment(comment_id) where voice_id = (select me()))
);
