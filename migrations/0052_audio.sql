-- Where parts of a take begin, in seconds, and what they are called.
create table take_chapter (
	take_id uuid not null references take,
	begins double precision not null check (begins >= 0),
	title text not null check (length(title) between 1 and 120),
	primary key (take_id, begins)
);

alter table take_chapter enable row level security;
create policy listeners_see on take_chapter for select using (exists (select from take k where k.id = take_id));
create policy voice_writes on take_chapter for insert with check (is_my_take(take_id));
create policy voice_rewrites on take_chapter for delete using (is_my_take(take_id));
