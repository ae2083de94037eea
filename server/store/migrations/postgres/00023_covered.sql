-- +goose Up
-- What is asked about one case is answered by the index of its key, without the rows.
ALTER TABLE answer_index DROP CONSTRAINT answer_index_pkey, ADD PRIMARY KEY (tenant_id, case_id, field, position) INCLUDE (text, number);

-- +goose Down
ALTER TABLE answer_index DROP CONSTRAINT answer_index_pkey, ADD PRIMARY KEY (tenant_id, case_id, field, position);
