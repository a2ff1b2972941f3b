-- One row per thing that can be found. Matching runs in one function that filters by the asker's audiences itself,
-- because text operators are not leakproof and PostgreSQL would not use their index under a policy.

create text search configuration plain (copy = simple);
alter text search configuration plain
	alter mapping for hword, hword_part, word with unaccent, simple;

create table search_document (
	kind text not null,
	subject_id uuid not null,
	audience_id uuid not null references audience,
	title text not null,
	body text not null,
	url text not null,
	at timestamptz not null,
	words tsvector generated always as (
		setweight(to_tsvector('plain', title), 'A') || setweight(to_tsvector('plain', body), 'B')
	) stored,
	primary key (kind, subject_id)
);
create index on search_document using gin (words);
create index on search_document using gin (title gin_trgm_ops);


alter table search_document enable row level security;
create policy mine on search_document for all using (audience_id = any ((select my_audiences())::uuid[]));
