-- How many opened each part of a series, and how many of them came back another time; from five people on, and for its owners.
create function part_visits(which uuid) returns table (training_id uuid, opened integer, came_back integer)
language sql stable security definer set search_path = public as $$
	select t.id, nullif(greatest(count(v.person_id), 4), 4)::integer, nullif(greatest(count(v.before_at), 4), 4)::integer
	from training t join visit v on v.subject_id = t.id
	where t.series_id = which and i_own_series(which)
	group by t.id
$$;
