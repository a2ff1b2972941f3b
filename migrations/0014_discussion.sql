-- A comment that came as an answer to a letter. The answer is known by its Message-ID, so that it is heard once.
create table comment_letter (
	person_id uuid not null references person,
	message_id text not null check (length(message_id) <= 998),
	comment_id uuid not null references comment,
	primary key (person_id, message_id)
);

alter table comment_letter enable row level security;

create policy own on comment_letter for all using (person_id = (select me()));
