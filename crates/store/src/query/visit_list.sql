SELECT id, household_id, visited_on, created_at, person_ids, purposes, _place, _mine
FROM visit INDEXED BY visit_newest
WHERE deleted_at IS NULL AND visited_on BETWEEN ?1 AND ?2
ORDER BY visited_on DESC, created_at DESC
