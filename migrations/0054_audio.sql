-- Whoever closed a question before its day may open it again.
create policy owner_reopens on call_closing for delete using (owns_playlist(playlist_id));
