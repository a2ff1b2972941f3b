-- What every module stands on: who may see what, what happened, and sign-in. What bears an owner's name is that module's
-- to ask for, and stands here because policies stand on it.
-- People are answered by a role that owns nothing: row-level security decides what it sees.

create extension if not exists pg_trgm;
create extension if not exists unaccent;

create function me() returns uuid language sql stable as
	$$ select nullif(current_setting('app.person', true), '')::uuid $$;

create function my_audiences() returns uuid[] language sql stable as
	$$ select coalesce(nullif(current_setting('app.audiences', true), '')::uuid[], '{}') $$;

create table place (
	single boolean primary key default true check (single),
	name text not null,
	weekly_asks integer not null default 3 check (weekly_asks between 0 and 50),
	set_up_at timestamptz not null,
	demo_since timestamptz,
	demo_ready_at timestamptz
);

-- owner: people
create table person (
	id uuid primary key,
	name text not null check (length(name) between 1 and 120),
	zone text not null,
	locale text not null default 'en',
	week jsonb not null,
	about text not null default '',
	face_id uuid,
	joined_at timestamptz not null,
	confirmed_at timestamptz
);

-- owner: people
create table stewardship (
	person_id uuid primary key references person,
	since timestamptz not null
);

-- owner: people
create table departure (
	person_id uuid primary key references person,
	at timestamptz not null,
	by_id uuid references person
);

-- In a demo one may be anybody, so that nothing there is anybody's alone to read.
create function in_demo() returns boolean language sql stable security definer set search_path = public as
	$$ select exists (select from place where demo_since is not null) $$;

create function i_am_steward() returns boolean language sql stable security definer set search_path = public as
	$$ select exists (select from stewardship where person_id = me()) $$;

-- An audience is everyone, one person ("me", by the person's id), a circle (by the circle's id),
-- or a set of named people, which may include whole circles.
create table audience (
	id uuid primary key,
	kind text not null check (kind in ('everyone', 'me', 'circle', 'people')),
	same_as text unique
);
insert into audience (id, kind) values ('00000000-0000-7000-8000-000000000001', 'everyone');

create table audience_person (
	audience_id uuid not null references audience,
	person_id uuid not null references person,
	primary key (audience_id, person_id)
);
create index on audience_person (person_id);

-- owner: people
create table circle (
	id uuid primary key references audience,
	name text not null check (length(name) between 1 and 120),
	about text not null default '',
	joining text not null check (joining in ('open', 'request', 'closed')),
	created_by uuid not null references person,
	at timestamptz not null
);

-- owner: people
create table circle_member (
	circle_id uuid not null references circle,
	person_id uuid not null references person,
	since timestamptz not null,
	primary key (circle_id, person_id)
);
create index on circle_member (person_id);

create table audience_circle (
	audience_id uuid not null references audience,
	circle_id uuid not null references circle,
	primary key (audience_id, circle_id)
);
create index on audience_circle (circle_id);

create function audiences_of(who uuid) returns uuid[] language sql stable security definer set search_path = public as $$
	select case
		when not exists (select from person where id = who) or exists (select from departure where person_id = who)
			then '{}'::uuid[]
		else array(
			select '00000000-0000-7000-8000-000000000001'::uuid
			union select who
			union select circle_id from circle_member where person_id = who
			union select audience_id from audience_person where person_id = who
			union select ac.audience_id from audience_circle ac
				join circle_member cm on cm.circle_id = ac.circle_id where cm.person_id = who
		)
	end
$$;

create function people_in(which uuid) returns setof uuid language sql stable security definer set search_path = public as $$
	select p.id from person p
	where not exists (select from departure d where d.person_id = p.id)
	and (
		which = '00000000-0000-7000-8000-000000000001'
		or p.id = which
		or exists (select from circle_member cm where cm.circle_id = which and cm.person_id = p.id)
		or exists (select from audience_person ap where ap.audience_id = which and ap.person_id = p.id)
		or exists (select from audience_circle ac join circle_member cm on cm.circle_id = ac.circle_id
			where ac.audience_id = which and cm.person_id = p.id)
	)
$$;

-- Finds or makes the audience of these people (beside a circle); null when one of them is not here.
create function name_audience(fresh uuid, same text, people uuid[], circle uuid) returns uuid
language plpgsql security definer set search_path = public as $$
declare known uuid;
begin
	if (select count(*) from person where id = any (people)) <> cardinality(people) then
		return null;
	end if;
	insert into audience (id, kind, same_as) values (fresh, 'people', same)
		on conflict (same_as) do nothing returning id into known;
	if known is null then
		return (select id from audience where same_as = same);
	end if;
	insert into audience_person select known, unnest(people);
	if circle is not null then
		insert into audience_circle values (known, circle);
	end if;
	return known;
end
$$;

-- A team is an audience without a fixed set of people; whoever is in it may change it.
create function change_team(which uuid, who uuid, adding boolean) returns void
language plpgsql security definer set search_path = public as $$
begin
	if not exists (select from audience where id = which and kind = 'people' and same_as is null)
		or (me() is not null and not which = any (my_audiences())) then
		raise exception 'not a team of yours' using errcode = 'insufficient_privilege';
	end if;
	if adding then
		insert into audience_person values (which, who) on conflict do nothing;
	else
		delete from audience_person where audience_id = which and person_id = who;
	end if;
end
$$;

create table event (
	id uuid primary key,
	at timestamptz not null,
	actor_id uuid references person,
	verb text not null,
	kind text not null,
	subject_id uuid not null,
	audience_id uuid not null references audience,
	data jsonb not null default '{}'
);
create index on event (audience_id, at desc);
create index on event (kind, subject_id, at desc);
create index on event (actor_id, at desc);

-- Kept counts, one row per subject and audience, so that a count never tells of what one may not see.
create table tally (
	kind text not null,
	subject_id uuid not null,
	block_id text not null default '',
	what text not null,
	audience_id uuid not null references audience,
	amount integer not null,
	primary key (subject_id, block_id, what, audience_id, kind)
);

create table idempotency (
	person_id uuid not null references person,
	key text not null,
	request text not null,
	status integer not null,
	answer jsonb not null,
	at timestamptz not null,
	primary key (person_id, key)
);

create table attempt (
	subject text not null,
	at timestamptz not null
);
create index on attempt (subject, at);

create table file (
	id uuid primary key,
	owner_id uuid not null references person,
	name text not null,
	type text not null,
	bytes bigint not null,
	width integer,
	height integer,
	variants jsonb not null default '[]',
	at timestamptz not null
);

-- Who may fetch a file beside its owner, wherever it is used; what holds files adds policies of its own.
create table file_audience (
	file_id uuid not null references file on delete cascade,
	audience_id uuid not null references audience,
	primary key (file_id, audience_id)
);

alter table person add constraint person_face foreign key (face_id) references file;

-- A policy that asks the table whose own policy asks back would never end.
create function i_own_file(which uuid) returns boolean language sql stable security definer set search_path = public as
	$$ select exists (select from file where id = which and owner_id = me()) $$;

create schema auth;
create table auth."user" (
	"id" uuid primary key,
	"name" text not null,
	"email" text not null unique,
	"emailVerified" boolean not null default false,
	"image" text,
	"createdAt" timestamptz not null,
	"updatedAt" timestamptz not null
);
create table auth."session" (
	"id" uuid primary key,
	"expiresAt" timestamptz not null,
	"token" text not null unique,
	"createdAt" timestamptz not null,
	"updatedAt" timestamptz not null,
	"ipAddress" text,
	"userAgent" text,
	"userId" uuid not null references auth."user" on delete cascade
);
create index on auth."session" ("userId");
create table auth."account" (
	"id" uuid primary key,
	"accountId" text not null,
	"providerId" text not null,
	"userId" uuid not null references auth."user" on delete cascade,
	"accessToken" text,
	"refreshToken" text,
	"idToken" text,
	"accessTokenExpiresAt" timestamptz,
	"refreshTokenExpiresAt" timestamptz,
	"scope" text,
	"password" text,
	"createdAt" timestamptz not null,
	"updatedAt" timestamptz not null
);
create index on auth."account" ("userId");
create table auth."verification" (
	"id" uuid primary key,
	"identifier" text not null,
	"value" text not null,
	"expiresAt" timestamptz not null,
	"createdAt" timestamptz not null,
	"updatedAt" timestamptz not null
);
create index on auth."verification" ("identifier");

create function my_address() returns text language sql stable security definer set search_path = public as
	$$ select email from auth."user" where id = me() $$;

alter table place enable row level security;
alter table person enable row level security;
alter table stewardship enable row level security;
alter table departure enable row level security;
alter table audience enable row level security;
alter table audience_person enable row level security;
alter table audience_circle enable row level security;
alter table circle enable row level security;
alter table circle_member enable row level security;
alter table event enable row level security;
alter table tally enable row level security;
alter table idempotency enable row level security;
alter table attempt enable row level security;
alter table file enable row level security;
alter table file_audience enable row level security;

create policy everyone_reads on place for select using (true);
create policy steward_writes on place for update using ((select i_am_steward()));

create policy members_read on person for select using ((select me()) is not null or (select in_demo()));
create policy own_writes on person for update using (id = (select me()));
create policy members_read on stewardship for select using ((select me()) is not null or (select in_demo()));
create policy members_read on departure for select using ((select me()) is not null or (select in_demo()));

create policy mine on audience for select using (id = any ((select my_audiences())::uuid[]));
create policy mine on audience_person for select using (audience_id = any ((select my_audiences())::uuid[]));
create policy mine on audience_circle for select using (audience_id = any ((select my_audiences())::uuid[]));

create policy not_closed_or_mine on circle for select
	using ((joining <> 'closed' and (select me()) is not null) or id = any ((select my_audiences())::uuid[]));
create policy maker_changes on circle for update using (created_by = (select me()));
create policy not_closed_or_mine on circle_member for select
	using (exists (select from circle c where c.id = circle_id));
create policy own_leaves on circle_member for delete using (person_id = (select me()));

create policy mine on event for select using (audience_id = any ((select my_audiences())::uuid[]));
create policy mine_in on event for insert
	with check (audience_id = any ((select my_audiences())::uuid[]) and actor_id = (select me()));

create policy mine on tally for all using (audience_id = any ((select my_audiences())::uuid[]));
create policy own on idempotency for all using (person_id = (select me()));

create policy owner_or_audience on file for select using (
	owner_id = (select me())
	or exists (select from file_audience fa where fa.file_id = file.id and fa.audience_id = any ((select my_audiences())::uuid[]))
);
create policy own_makes on file for insert with check (owner_id = (select me()));
create policy own_removes on file for delete using (owner_id = (select me()));
create policy mine on file_audience for select using (audience_id = any ((select my_audiences())::uuid[]));
create policy own_shares on file_audience for insert with check (
	audience_id = any ((select my_audiences())::uuid[])
	and i_own_file(file_id)
);
