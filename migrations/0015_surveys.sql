-- A few questions to an audience. Who answers by name is read by whoever asked. Who answers without a name is promised
-- that nobody learns which answer is theirs, and the tables below hold nothing by which anybody could.

create table survey (
	id uuid primary key,
	asker_id uuid not null references person,
	title text not null check (length(title) between 1 and 200),
	lead text not null default '',
	mode text not null check (mode in ('named', 'anonymous')),
	kind text,
	subject_id uuid,
	audience_id uuid not null references audience,
	closes date not null,
	-- When that day has ended for the last of those who are asked.
	due_at timestamptz not null,
	minutes integer not null check (minutes between 1 and 60),
	at timestamptz not null,
	check ((kind is null) = (subject_id is null))
);
create index on survey (asker_id, id desc);
create index on survey (audience_id, id desc);
create index on survey (subject_id);
create index on survey (due_at);

-- Of a scale, `options` are the names of its two ends.
create table survey_question (
	id uuid primary key,
	survey_id uuid not null references survey,
	position integer not null check (position between 1 and 5),
	kind text not null check (kind in ('words', 'one', 'several', 'scale')),
	text text not null check (length(text) between 1 and 300),
	options text[] not null default '{}' check (cardinality(options) <= 8),
	unique (survey_id, position)
);

create table survey_closing (
	survey_id uuid primary key references survey,
	by_id uuid references person,
	at timestamptz not null
);

-- "What we do with it": whoever asked tells everybody asked.
create table survey_response (
	survey_id uuid primary key references survey,
	words text not null,
	at timestamptz not null
);

-- That somebody answered, so that nobody is asked twice. It holds no time, and leads to no answer.
create table survey_part (
	survey_id uuid not null references survey,
	person_id uuid not null references person,
	primary key (survey_id, person_id)
);

-- An answer by name. `chosen` are options by their place, from 1.
create table survey_answer (
	question_id uuid not null references survey_question,
	survey_id uuid not null references survey,
	person_id uuid not null references person,
	words text not null default '',
	chosen integer[] not null default '{}',
	at timestamptz not null,
	primary key (question_id, person_id)
);
create index on survey_answer (survey_id, person_id);

-- Its author lets it be quoted, to this audience.
create table survey_consent (
	question_id uuid not null,
	person_id uuid not null,
	survey_id uuid not null references survey,
	audience_id uuid not null references audience,
	at timestamptz not null,
	primary key (question_id, person_id),
	foreign key (question_id, person_id) references survey_answer on delete cascade
);

-- Every answer without a name to one question: how many chose what, and all that was written, in one row that each answer
-- writes anew together with the rows of the other questions. So no answer has a row, an id, an instant, a place in the
-- table or a transaction of its own. What was written stands in an order made of the words alone.
create table survey_bundle (
	question_id uuid primary key references survey_question,
	survey_id uuid not null references survey,
	counts integer[] not null,
	words text[] not null
);
create index on survey_bundle (survey_id);

alter table survey enable row level security;
alter table survey_question enable row level security;
alter table survey_closing enable row level security;
alter table survey_response enable row level security;
alter table survey_part enable row level security;
alter table survey_answer enable row level security;
alter table survey_consent enable row level security;
alter table survey_bundle enable row level security;

create function may_ask_surveys() returns boolean language sql stable security definer set search_path = public as
	$$ select i_am_steward() or exists (select from series_owner where person_id = me()) $$;

create function survey_is_closed(which uuid) returns boolean language sql stable security definer set search_path = public as
	$$ select exists (select from survey_closing where survey_id = which) $$;

-- Whether it is mine to answer by name now.
create function may_answer_by_name(which uuid) returns boolean language sql stable security definer set search_path = public as $$
	select exists (select from survey where id = which and mode = 'named' and asker_id <> me()
		and audience_id = any (my_audiences())) and not survey_is_closed(which)
$$;

-- `given` is what one person answers: objects of question, words and chosen. It is said once and cannot be taken back,
-- since nobody could tell which answer was theirs.
create function answer_without_name(which uuid, given jsonb) returns void
language plpgsql security definer set search_path = public as $$
begin
	if not exists (select from survey where id = which and mode = 'anonymous' and asker_id <> me()
		and audience_id = any (my_audiences())) then
		raise exception 'not asked' using errcode = 'insufficient_privilege';
	end if;
	-- Whoever closes waits for this answer, so that none comes in once the others have been read.
	perform from survey where id = which for share;
	if survey_is_closed(which) then
		raise exception 'closed' using errcode = 'insufficient_privilege';
	end if;
	insert into survey_part values (which, me());
	update survey_bundle b set
		counts = array(
			select b.counts[i] + (coalesce(case q.kind when 'several' then g.chosen else g.chosen[1:1] end, '{}') @> array[i])::integer
			from generate_series(1, cardinality(b.counts)) as i order by i
		),
		words = array(
			select w from unnest(b.words || array_remove(array[g.words], null)) as w order by sha256(convert_to(b.question_id || w, 'UTF8'))
		)
	from survey_question q left join lateral (
		select nullif(left(each ->> 'words', 2000), '') as words,
			array(select jsonb_array_elements_text(each -> 'chosen')::integer) as chosen
		from jsonb_array_elements(given) as each where (each ->> 'question')::uuid = q.id limit 1
	) g on true
	where q.id = b.question_id and b.survey_id = which;
end
$$;

create function close_survey(which uuid, closed_at timestamptz) returns void
language plpgsql security definer set search_path = public as $$
begin
	perform from survey where id = which and asker_id = me() for update;
	if not found then
		raise exception 'not yours' using errcode = 'insufficient_privilege';
	end if;
	insert into survey_closing values (which, me(), closed_at);
end
$$;

-- What came back, to those asked and to whoever asked; the only way to answers without a name. Before it is closed, and
-- while fewer than five answered, there is nothing. Numbers are told in fives, from five on, so that no sum and no second
-- survey tells of one person; words only where five people wrote.
create function survey_results(which uuid)
returns table (question_id uuid, people integer, counts integer[], words text[])
language sql stable security definer set search_path = public as $$
	with closed as (
		select s.id, s.mode, (select count(*) from survey_part p where p.survey_id = s.id)::integer as people
		from survey s
		where s.id = which and survey_is_closed(s.id) and (s.asker_id = me() or s.audience_id = any (my_audiences()))
	), counted as (
		select b.question_id, c.people, b.counts, b.words from closed c join survey_bundle b on b.survey_id = c.id
		union all
		select q.id, c.people, array(
			select count(a.person_id)::integer
			from generate_series(1, case q.kind when 'scale' then 5 else cardinality(q.options) end) as i
				left join survey_answer a on a.question_id = q.id and a.chosen @> array[i]
			group by i order by i
		), '{}' from closed c join survey_question q on q.survey_id = c.id where c.mode = 'named'
	)
	select question_id, people - people % 5,
		array(select case when n >= 5 then n - n % 5 end from unnest(counts) with ordinality as each (n, i) order by i),
		case when cardinality(words) >= 5 then words else '{}' end
	from counted where people >= 5
$$;

-- What may be quoted of the answers about a thing, to those for whom each author said so.
create function survey_quotes(a_kind text, a_subject uuid)
returns table (survey_id uuid, question_id uuid, question text, person_id uuid, words text)
language sql stable security definer set search_path = public as $$
	select s.id, q.id, q.text, a.person_id, a.words
	from survey s join survey_question q on q.survey_id = s.id
		join survey_answer a on a.question_id = q.id
		join survey_consent c on c.question_id = a.question_id and c.person_id = a.person_id
	where s.kind = a_kind and s.subject_id = a_subject and survey_is_closed(s.id)
		and c.audience_id = any (my_audiences()) and a.words <> ''
	order by s.id desc, q.position, a.at limit 60
$$;

create policy asker_or_asked on survey for select using (
	asker_id = (select me()) or audience_id = any ((select my_audiences())::uuid[])
);
create policy own_asks on survey for insert with check (
	asker_id = (select me()) and audience_id = any ((select my_audiences())::uuid[]) and may_ask_surveys()
);
create policy readers_see on survey_question for select using (exists (select from survey s where s.id = survey_id));
create policy asker_writes on survey_question for insert with check (
	exists (select from survey s where s.id = survey_id and s.asker_id = (select me()))
);
create policy readers_see on survey_closing for select using (exists (select from survey s where s.id = survey_id));
create policy readers_see on survey_response for select using (exists (select from survey s where s.id = survey_id));
create policy asker_responds on survey_response for insert with check (
	exists (select from survey s where s.id = survey_id and s.asker_id = (select me())) and survey_is_closed(survey_id)
);
create policy asker_changes on survey_response for update using (
	exists (select from survey s where s.id = survey_id and s.asker_id = (select me()))
);
create policy own on survey_part for select using (person_id = (select me()));
create policy own_answers on survey_part for insert with check (person_id = (select me()) and may_answer_by_name(survey_id));
create policy own_takes_back on survey_part for delete using (person_id = (select me()) and may_answer_by_name(survey_id));
create policy own_or_asker on survey_answer for select using (
	person_id = (select me()) or exists (select from survey s where s.id = survey_id and s.asker_id = (select me()))
);
create policy quoted on survey_answer for select using (
	survey_is_closed(survey_id) and exists (select from survey_consent c where c.question_id = survey_answer.question_id
		and c.person_id = survey_answer.person_id and c.audience_id = any ((select my_audiences())::uuid[]))
);
create policy own_answers on survey_answer for insert with check (
	person_id = (select me()) and may_answer_by_name(survey_id)
	and exists (select from survey_question q where q.id = question_id and q.survey_id = survey_answer.survey_id)
);
create policy own_takes_back on survey_answer for delete using (person_id = (select me()) and may_answer_by_name(survey_id));
-- Where one may be quoted is one's own to say, at any time.
create policy own on survey_consent for all using (person_id = (select me())) with check (
	person_id = (select me()) and audience_id = any ((select my_audiences())::uuid[])
);
create policy asker_or_quoted_to on survey_consent for select using (
	(audience_id = any ((select my_audiences())::uuid[]) and survey_is_closed(survey_id))
	or exists (select from survey s where s.id = survey_id and s.asker_id = (select me()))
);
-- Whoever asks lays the empty bundles down; from then on nobody sees or touches them but by the functions above.
create policy asker_lays on survey_bundle for insert with check (
	exists (select from survey s where s.id = survey_id and s.asker_id = (select me()) and s.mode = 'anonymous')
	and 0 = all (counts) and words = '{}'
);
