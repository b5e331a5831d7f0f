SELECT recent.note, household.causes
FROM (SELECT note, household_id, person_ids
      FROM visit INDEXED BY visit_newest
      WHERE deleted_at IS NULL
      ORDER BY visited_on DESC, created_at DESC
      LIMIT 400) AS recent
JOIN household ON household.id = recent.household_id
WHERE instr(recent.person_ids, ?1) > 0 AND recent.note <> '' AND length(recent.note) <= ?2
