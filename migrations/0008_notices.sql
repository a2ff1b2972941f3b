-- How people hear: what they follow, what they were told, what is asked of them, and the letters that leave.

create table follow (
	person_id uuid not null references person,
	kind text not null,
	subject_id uuid not null,
	rhythm text not null check (rhythm in ('at_once', 'daily', 'weekly', 'never')),
	at timestamptz not null,
	primary key (person_id, kind, subject_id)
);
create index on follow (kind, subject_id);

create table notice (
	id uuid primary key,
	person_id uuid not null references person,
	event_id uuid not null references event,
	reason text not null,
	rhythm text not null check (rhythm in ('at_once', 'daily', 'weekly', 'never')),
	at timestamptz not null,
	unique (person_id, event_id)
);
create index on notice (person_id, id desc);
create index on notice (at) where rhythm = 'at_once';

create table notice_reading (
	notice_id uuid primary key references notice,
	person_id uuid not null references person,
	at timestamptz not null
);
create index on notice_reading (person_id);

-- Something that wants a person's time. It is offered once the week has room for it.
create table ask (
	id uuid primary key,
	person_id uuid not null references person,
	kind text not null,
	subject_id uuid not null,
	level text not null check (level in ('offered', 'expected', 'required')),
	minutes integer not null,
	opens_at timestamptz not null,
	until_at timestamptz,
	offered_at timestamptz,
	unique (person_id, kind, subject_id)
);
create index on ask (person_id, offered_at);
create index on ask (person_id, opens_at) where offered_at is null;
create index on ask (until_at) where offered_at is null;

create table ask_done (
	ask_id uuid primary key references ask,
	person_id uuid not null references person,
	at timestamptz not null
);

create table snooze (
	ask_id uuid primary key references ask,
	person_id uuid not null references person,
	until_at timestamptz not null
);

create table letter_stop (
	person_id uuid not null references person,
	kind text not null,
	at timestamptz not null,
	primary key (person_id, kind)
);

create table digest_round (
	person_id uuid primary key references person,
	next_at timestamptz not null
);
create index on digest_round (next_at);

create table letter (
	id uuid primary key,
	key text not null unique,
	person_id uuid references person,
	kind text not null,
	address text not null,
	data jsonb not null,
	due_at timestamptz not null,
	subject text,
	text text,
	html text,
	headers jsonb,
	message_id text not null,
	rendered_at timestamptz,
	attempts integer not null default 0
);
create index on letter (due_at) where rendered_at is null;
create index on letter (person_id, due_at);

create table letter_sending (
	letter_id uuid primary key references letter,
	at timestamptz not null
);

create table letter_decline (
	letter_id uuid primary key references letter,
	reason text not null,
	at timestamptz not null
);

create table visit (
	person_id uuid not null references person,
	subject_id uuid not null,
	at timestamptz not null,
	before_at timestamptz,
	primary key (person_id, subject_id)
);

alter table follow enable row level security;
alter table notice enable row level security;
alter table notice_reading enable row level security;
alter table ask enable row level security;
alter table ask_done enable row level security;
alter table snooze enable row level security;
alter table letter_stop enable row level security;
alter table digest_round enable row level security;
alter table letter enable row level security;
alter table letter_sending enable row level security;
alter table letter_decline enable row level security;
alter table visit enable row level security;

create policy own on follow for all using (person_id = (select me()));
create policy own on notice for select using (person_id = (select me()));
create policy own on notice_reading for all using (person_id = (select me()));
create policy own on ask for all using (person_id = (select me()));
create policy own on ask_done for all using (person_id = (select me()));
create policy own on snooze for all using (person_id = (select me()));
-- How full weeks are, for five people or more: whose they are is not said.
create function weeks_of(whom uuid[], since date, until date)
returns table (week date, people integer, minutes integer, full_weeks integer)
language sql stable security definer set search_path = public as $$
	with own as (
		select person_id, date_trunc('week', local.opens) as week, count(*) as asks, sum(a.minutes) as minutes
		from ask a join person p on p.id = a.person_id, lateral (select a.opens_at at time zone p.zone as opens) as local
		where person_id = any (whom) and local.opens::date between since and until
		group by 1, 2
	)
	select own.week::date, count(*)::integer, round(avg(own.minutes))::integer,
		(count(*) filter (where asks >= (select weekly_asks from place)))::integer
	from own group by 1 having count(*) >= 5 order by 1
$$;

-- What a steward may see of the outbox: envelopes, and invitations whole.
create function envelopes()
returns table (id uuid, person_id uuid, address text, kind text, due_at timestamptz, sent_at timestamptz, declined text, text text)
language sql stable security definer set search_path = public as $$
	select l.id, l.person_id, l.address, l.kind, l.due_at, s.at, d.reason,
		case when l.kind = 'invitation' then l.text end
	from letter l left join letter_sending s on s.letter_id = l.id left join letter_decline d on d.letter_id = l.id
	where i_am_steward() order by l.due_at desc limit 200
$$;

create policy own_or_in_demo on letter for select using (
	person_id = (select me()) or ((select in_demo()) and (select me()) is not null)
);
create policy readers_see on letter_sending for select using (exists (select from letter l where l.id = letter_id));
create policy own on letter_stop for all using (person_id = (select me()));
create policy own on visit for all using (person_id = (select me()));
