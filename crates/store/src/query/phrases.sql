SELECT visit.note, household.causes
FROM (SELECT note, household_id, person_ids
      FROM visit
      WHERE deleted_at IS NULL
      ORDER BY visited_on DESC, created_at DESC
      LIMIT 400) AS visit
JOIN household ON household.id = visit.household_id
WHERE instr(visit.person_ids, ?1) > 0 AND visit.note <> '' AND length(visit.note) <= ?2
