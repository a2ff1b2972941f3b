-- What somebody asks a circle, by name or without one.
create table question (
	id uuid primary key,
	audience_id uuid not null references audience,
	author_id uuid references person,
	words text not null check (length(words) between 1 and 1000),
	at timestamptz not null
);
create index on question (audience_id, id desc);
create index on question (author_id);

create table question_withdrawal (
	question_id uuid primary key references question,
	at timestamptz not null
);

-- What is asked without a name waits in one row of its circle until a new day begins, and comes out with what others put in
-- on that day, in an order made of the words alone. So no question has a row, an instant or a transaction by which
-- anybody could tell whose it is.
create table question_box (
	audience_id uuid primary key references audience,
	words text[] not null check (cardinality(words) between 1 and 100),
	opens_at timestamptz not null
);

alter table question enable row level security;
alter table question_withdrawal enable row level security;
alter table question_box enable row level security;

create function question_withdrawn(which uuid) returns boolean language sql stable security definer set search_path = public as
	$$ select exists (select from question_withdrawal where question_id = which) $$;

create policy circle_or_author on question for select using (
	author_id = (select me()) or (audience_id = any ((select my_audiences())::uuid[]) and not question_withdrawn(id))
);
create policy own_asks on question for insert with check (
	author_id = (select me()) and audience_id = any ((select my_audiences())::uuid[])
);
create policy author_sees on question_withdrawal for select using (
	exists (select from question q where q.id = question_id and q.author_id = (select me()))
);
create policy author_withdraws on question_withdrawal for insert with check (
	exists (select from question q where q.id = question_id and q.author_id = (select me()))
);
create policy author_restores on question_withdrawal for delete using (
	exists (select from question q where q.id = question_id and q.author_id = (select me())) and not set_aside(question_id)
);

-- It is said once and cannot be taken back, since nobody could tell whose it is.
create function ask_without_name(circle uuid, question text, opens timestamptz) returns void
language plpgsql security definer set search_path = public as $$
begin
	if not circle = any (my_audiences()) or (select count(*) from people_in(circle)) < 5 then
		raise exception 'not asked here' using errcode = 'insufficient_privilege';
	end if;
	insert into question_box as box values (circle, array[question], opens)
	on conflict (audience_id) do update set
		words = array(
			select w from unnest(box.words || question) as w order by sha256(convert_to(circle || w, 'UTF8'))
		),
		-- Whoever asks before yesterday's box was emptied would come out within minutes.
		opens_at = greatest(box.opens_at, excluded.opens_at)
	-- Pressed twice, it is one question.
	where not question = any (box.words);
end
$$;
