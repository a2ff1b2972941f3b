-- Who shared last on a training is found without looking at all that was ever shared on it.
create index on submission (training_id, id desc);
drop index submission_training_id_idx;
