SELECT id, stayed_on, day, day_places, night, night_place, note, changed_at,
       _seq, _mine, _place, changed_at
FROM stay
WHERE person_id = ?1 AND stayed_on BETWEEN ?2 AND ?3 AND deleted_at IS NULL
