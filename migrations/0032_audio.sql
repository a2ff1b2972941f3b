-- A question that is asked with a playlist: each who is invited, and whoever sees it, answers with a track of their own by a day.
create table call (
	playlist_id uuid primary key references playlist,
	question text not null check (length(question) between 1 and 500),
	-- The last day, which ends for each in their own zone; for the last of them at due_at.
	closes date not null,
	due_at timestamptz not null,
	minutes integer not null check (minutes between 1 and 60),
	-- Whether others' answers are heard at once, or after one's own.
	answers text not null check (answers in ('at once', 'after own')),
	at timestamptz not null
);
create index on call (due_at);

create table call_invitation (
	playlist_id uuid not null references call,
	person_id uuid not null references person,
	by_id uuid not null references person,
	at timestamptz not null,
	primary key (playlist_id, person_id)
);
create index on call_invitation (person_id);

-- Somebody cannot answer, and may say why to whoever asked.
create table call_decline (
	playlist_id uuid not null references call,
	person_id uuid not null references person,
	words text not null default '' check (length(words) <= 500),
	at timestamptz not null,
	primary key (playlist_id, person_id)
);

-- What somebody put forward as their answer; it stays one, in the list or out of it.
create table call_answer (
	playlist_id uuid not null references call,
	track_id uuid primary key references track
);
create index on call_answer (playlist_id);

create table call_closing (
	playlist_id uuid primary key references call,
	at timestamptz not null
);

-- An answer that whoever asked finds promising.
create table call_mark (
	playlist_id uuid not null references call,
	track_id uuid not null references track,
	by_id uuid not null references person,
	at timestamptz not null,
	primary key (playlist_id, track_id)
);

create table call_outcome (
	playlist_id uuid primary key references call,
	words text not null check (length(words) between 1 and 4000),
	by_id uuid not null references person,
	at timestamptz not null
);

alter table call enable row level security;
alter table call_invitation enable row level security;
alter table call_decline enable row level security;
alter table call_answer enable row level security;
alter table call_closing enable row level security;
alter table call_mark enable row level security;
alter table call_outcome enable row level security;

create function owns_playlist(which uuid) returns boolean language sql stable as
	$$ select exists (select from playlist p where p.id = which and p.owner_id = (select me())) $$;

create policy readers_see on call for select using (exists (select from playlist p where p.id = playlist_id));
create policy owner_asks on call for insert with check (owns_playlist(playlist_id));
create policy readers_see on call_invitation for select using (exists (select from call c where c.playlist_id = call_invitation.playlist_id));
create policy owner_invites on call_invitation for insert with check (by_id = (select me()) and owns_playlist(playlist_id));
create policy own_or_asker on call_decline for select using (person_id = (select me()) or owns_playlist(playlist_id));
create policy invited_decline on call_decline for insert with check (
	person_id = (select me()) and exists (
		select from call_invitation i where i.playlist_id = call_decline.playlist_id and i.person_id = (select me())
	)
);
create policy own_takes_back on call_decline for delete using (person_id = (select me()));
create policy listeners_see on call_answer for select using (
	exists (select from call c where c.playlist_id = call_answer.playlist_id) and exists (select from track t where t.id = track_id)
);
create policy voice_answers on call_answer for insert with check (
	exists (select from call c where c.playlist_id = call_answer.playlist_id)
	and exists (select from track t where t.id = track_id and t.voice_id = (select me()))
);
create policy readers_see on call_closing for select using (exists (select from call c where c.playlist_id = call_closing.playlist_id));
create policy owner_closes on call_closing for insert with check (owns_playlist(playlist_id));
create policy readers_see on call_mark for select using (
	exists (select from call c where c.playlist_id = call_mark.playlist_id) and exists (select from track t where t.id = track_id)
);
create policy owner_marks on call_mark for insert with check (
	by_id = (select me()) and owns_playlist(playlist_id) and exists (select from track t where t.id = track_id)
);
create policy owner_unmarks on call_mark for delete using (owns_playlist(playlist_id));
create policy readers_see on call_outcome for select using (exists (select from call c where c.playlist_id = call_outcome.playlist_id));
create policy owner_concludes on call_outcome for insert with check (by_id = (select me()) and owns_playlist(playlist_id));
create policy owner_changes on call_outcome for update using (owns_playlist(playlist_id));
create policy answerer_adds on playlist_track for insert with check (
	by_id = (select me()) and exists (
		select from call_answer a join track t on t.id = a.track_id
		where a.playlist_id = playlist_track.playlist_id and a.track_id = playlist_track.track_id and t.voice_id = (select me())
	)
);

-- Whether a track is an answer that its listener may not hear before their own. Only its voice puts a track under this rule.
create function answer_is_shut(which uuid) returns boolean language sql stable security definer set search_path = public as $$
	select exists (
		select from call_answer a join call c on c.playlist_id = a.playlist_id
		where a.track_id = which and c.answers = 'after own'
			and not exists (select from call_closing e where e.playlist_id = c.playlist_id)
			and not exists (
				select from call_answer own join track t on t.id = own.track_id
				where own.playlist_id = c.playlist_id and t.voice_id = me() and track_is_out(t.id)
			)
	)
$$;

-- Whose answers are here; who answered is no secret, what they said may be.
create function call_answers(which uuid) returns table (track_id uuid, voice_id uuid, at timestamptz, shut boolean)
language sql stable security definer set search_path = public as $$
	select t.id, t.voice_id, (select min(k.at) from take k where k.track_id = t.id), t.voice_id <> me() and answer_is_shut(t.id)
	from call_answer a join track t on t.id = a.track_id
	where a.playlist_id = which and track_is_out(t.id)
$$;

alter policy voice_or_audience on track using (
	voice_id = (select me()) or (audience_id = any ((select my_audiences())::uuid[]) and track_is_out(id) and not answer_is_shut(id))
);
