SELECT person_id, max(layer)
FROM assignment
WHERE household_id = ?1 AND deleted_at IS NULL
  AND (starts_on = '' OR starts_on <= ?2)
  AND (ends_on = '' OR ends_on >= ?2)
GROUP BY person_id
ORDER BY max(layer) DESC, person_id
