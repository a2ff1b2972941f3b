-- In how many seconds half of the questions asked aloud since a day had their first answer; null where that would tell of single people.
create function usual_answer_time(since timestamptz) returns double precision language sql stable security definer set search_path = public as $$
	select extract(epoch from percentile_cont(0.5) within group (order by answered))
	from (
		select min(k.at) - c.at as answered
		from call c join call_answer a on a.playlist_id = c.playlist_id join take k on k.track_id = a.track_id
		where c.at >= since group by c.playlist_id, c.at
	) as each
	having count(*) >= 5
$$;

-- Some people, first whoever was asked aloud longest ago or never. That others asked them is nobody else's to read.
create function asked_longest_ago(people uuid[]) returns setof uuid language sql stable security definer set search_path = public as $$
	select one from unnest(people) as one
	left join (select person_id, max(at) as at from call_invitation group by person_id) i on i.person_id = one
	order by i.at nulls first, one
$$;
