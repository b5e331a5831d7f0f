SELECT other.person_id,
       EXISTS (SELECT 1
               FROM stay
               WHERE stay.person_id = other.person_id AND stay.stayed_on = ?3
                 AND stay.night = 'stayed' AND stay.deleted_at IS NULL)
FROM posting AS own
JOIN posting AS other ON other.team_id = own.team_id
WHERE own.person_id = ?1 AND own.deleted_at IS NULL
  AND (own.ends_on = '' OR own.ends_on >= ?2)
  AND other.person_id <> ?1 AND other.deleted_at IS NULL
  AND (other.ends_on = '' OR other.ends_on >= ?2)
  AND (other.starts_on = '' OR other.starts_on <= ?2)
GROUP BY other.person_id
