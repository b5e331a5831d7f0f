SELECT id, due_on, state, class, person_id, household_id, amount_fen, paid_fen, _place
FROM measure
WHERE deleted_at IS NULL
ORDER BY due_on = '', due_on, state, class, id
