SELECT photo.id, photo.sha256, photo.caption, coalesce(photo.width_px, 0), coalesce(photo.height_px, 0),
       photo._seq > 0 AND coalesce(blob.complete, 1) = 1
           AND NOT EXISTS (SELECT 1 FROM missing_file WHERE missing_file.sha256 = unhex(photo.sha256)),
       blob.bytes IS NOT NULL
           OR EXISTS (SELECT 1 FROM preview WHERE preview.sha256 = unhex(photo.sha256) AND size = 3 AND preview.bytes IS NOT NULL),
       blob.bytes IS NOT NULL
           OR EXISTS (SELECT 1 FROM preview WHERE preview.sha256 = unhex(photo.sha256) AND preview.bytes IS NOT NULL),
       photo._seq
FROM photo
LEFT JOIN blob ON blob.sha256 = unhex(photo.sha256)
WHERE photo.owner_id = ?1 AND photo.deleted_at IS NULL
ORDER BY photo.created_at, photo.id
