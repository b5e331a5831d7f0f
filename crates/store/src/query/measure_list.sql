SELECT id, due_on, state, class, person_id, household_id, amount_fen, paid_fen, _place
FROM measure INDEXED BY measure_listed
WHERE deleted_at IS NULL AND due_on BETWEEN ?1 AND ?2
ORDER BY due_on
