SELECT person.id, person.name, person.title, person.phone, person._place,
       coalesce((SELECT unit.name FROM unit WHERE unit.id = person.unit_id AND unit.deleted_at IS NULL), ''),
       coalesce((SELECT posting.duty
                 FROM posting
                 WHERE posting.person_id = person.id AND posting.deleted_at IS NULL
                   AND (posting.starts_on = '' OR posting.starts_on <= ?1)
                   AND (posting.ends_on = '' OR posting.ends_on >= ?1)
                 ORDER BY posting.starts_on DESC, posting.id
                 LIMIT 1), '')
FROM person
WHERE person.deleted_at IS NULL
