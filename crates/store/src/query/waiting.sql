SELECT first, last
FROM mine
WHERE decided = 0 AND answer = 0
ORDER BY last
