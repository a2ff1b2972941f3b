-- How many opened each part of a series, how many of them came back another time, how many opened it from a letter, and how
-- many shared, commented or answered there straight from one; from five people on, and for its owners. Where fewer than
-- five opened it otherwise, how many did by letter would tell of them.
create function from_five(people bigint) returns integer language sql immutable as
	$$ select case when people >= 5 then people end::integer $$;

drop function part_visits(uuid);
create function part_visits(which uuid)
returns table (training_id uuid, opened integer, came_back integer, opened_by_letter integer, answered_by_letter integer)
language sql stable security definer set search_path = public as $$
	select t.id, from_five(visits.opened), from_five(visits.came_back),
		case when visits.opened - letters.opened >= 5 then from_five(letters.opened) end, from_five(letters.answered)
	from training t,
	lateral (select count(*) as opened, count(before_at) as came_back from visit where subject_id = t.id) as visits,
	lateral (
		select count(distinct actor_id) filter (where verb = 'visited') as opened,
			count(distinct actor_id) filter (where verb <> 'visited') as answered
		from event where data ->> 'via' = 'letter' and actor_id is not null and subject_id in (
			select t.id
			union select id from submission where training_id = t.id
			union select id from adoption where training_id = t.id
			union select id from comment where subject_id = t.id
			union select c.id from comment c join submission s on s.id = c.subject_id where s.training_id = t.id)
	) as letters
	where t.series_id = which and i_own_series(which)
$$;
create index on event (subject_id) where data ->> 'via' = 'letter';
