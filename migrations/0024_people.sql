-- Whom somebody new may ask anything, where the stewards name one.
alter table place add column welcomer_id uuid references person;
