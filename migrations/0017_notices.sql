-- Whom letters do not reach any more, for stewards: since when, and how many were refused; never what they said.
create function bounces(since timestamptz)
returns table (person_id uuid, address text, letters integer, last_at timestamptz)
language sql stable security definer set search_path = public as $$
	select l.person_id, l.address, count(*)::integer, max(d.at)
	from letter l join letter_decline d on d.letter_id = l.id
	where i_am_steward() and d.reason = 'bounced' and d.at > since
		and not exists (
			select from letter later join letter_sending s on s.letter_id = later.id
			where later.address = l.address and s.at > d.at
		)
	group by 1, 2 order by 4 desc limit 20
$$;
