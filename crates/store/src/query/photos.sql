SELECT photo.id, photo.sha256, photo.caption, coalesce(photo.width_px, 0), coalesce(photo.height_px, 0),
       photo._seq > 0 AND coalesce(blob.complete, 1) = 1,
       blob.bytes IS NOT NULL
FROM photo
LEFT JOIN blob ON blob.sha256 = unhex(photo.sha256)
WHERE photo.owner_id = ?1 AND photo.deleted_at IS NULL
ORDER BY photo.created_at, photo.id
