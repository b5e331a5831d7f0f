-- Lists over a county are answered from memory (`store/src/search/index.rs`); what is asked for one row has its index.
CREATE INDEX problem_visit ON problem (visit_id) WHERE visit_id IS NOT NULL;
