-- A circle in which people try things out stays small where its keeper says so.
alter table circle add column at_most integer check (at_most between 2 and 500);

-- How many more people a circle takes; null where it takes any. It stays locked, so that of two who come at one moment one is the first.
create function places_left(which uuid) returns integer language plpgsql security definer set search_path = public as $$
declare
	most integer;
begin
	select at_most into most from circle where id = which for no key update;
	return most - (
		select count(*) from circle_member m
		where m.circle_id = which and not exists (select from departure d where d.person_id = m.person_id)
	);
end
$$;
