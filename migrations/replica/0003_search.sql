-- What the index of households in memory follows: the marker is the highest number it has taken in.

-- Households that changed, with their members and visits, in the order of their last change.
-- The row of sixteen zero bytes stands for the names of divisions.
CREATE TABLE touched (
    household_id BLOB PRIMARY KEY,
    no INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX touched_no ON touched (no);

CREATE TRIGGER household_inserted AFTER INSERT ON household BEGIN
    INSERT INTO touched (household_id, no) VALUES (NEW.id, (SELECT coalesce(max(no), 0) + 1 FROM touched))
    ON CONFLICT (household_id) DO UPDATE SET no = excluded.no;
END;
CREATE TRIGGER household_updated AFTER UPDATE ON household BEGIN
    INSERT INTO touched (household_id, no) VALUES (NEW.id, (SELECT coalesce(max(no), 0) + 1 FROM touched))
    ON CONFLICT (household_id) DO UPDATE SET no = excluded.no;
END;
CREATE TRIGGER household_deleted AFTER DELETE ON household BEGIN
    INSERT INTO touched (household_id, no) VALUES (OLD.id, (SELECT coalesce(max(no), 0) + 1 FROM touched))
    ON CONFLICT (household_id) DO UPDATE SET no = excluded.no;
END;

CREATE TRIGGER member_inserted AFTER INSERT ON member WHEN NEW.household_id IS NOT NULL BEGIN
    INSERT INTO touched (household_id, no) VALUES (NEW.household_id, (SELECT coalesce(max(no), 0) + 1 FROM touched))
    ON CONFLICT (household_id) DO UPDATE SET no = excluded.no;
END;
CREATE TRIGGER member_updated AFTER UPDATE ON member WHEN NEW.household_id IS NOT NULL BEGIN
    INSERT INTO touched (household_id, no) VALUES (NEW.household_id, (SELECT coalesce(max(no), 0) + 1 FROM touched))
    ON CONFLICT (household_id) DO UPDATE SET no = excluded.no;
END;
CREATE TRIGGER member_moved AFTER UPDATE ON member
WHEN OLD.household_id IS NOT NULL AND OLD.household_id IS NOT NEW.household_id BEGIN
    INSERT INTO touched (household_id, no) VALUES (OLD.household_id, (SELECT coalesce(max(no), 0) + 1 FROM touched))
    ON CONFLICT (household_id) DO UPDATE SET no = excluded.no;
END;
CREATE TRIGGER member_deleted AFTER DELETE ON member WHEN OLD.household_id IS NOT NULL BEGIN
    INSERT INTO touched (household_id, no) VALUES (OLD.household_id, (SELECT coalesce(max(no), 0) + 1 FROM touched))
    ON CONFLICT (household_id) DO UPDATE SET no = excluded.no;
END;

CREATE TRIGGER visit_inserted AFTER INSERT ON visit WHEN NEW.household_id IS NOT NULL BEGIN
    INSERT INTO touched (household_id, no) VALUES (NEW.household_id, (SELECT coalesce(max(no), 0) + 1 FROM touched))
    ON CONFLICT (household_id) DO UPDATE SET no = excluded.no;
END;
CREATE TRIGGER visit_updated AFTER UPDATE ON visit
WHEN NEW.household_id IS NOT NULL AND (OLD.household_id IS NOT NEW.household_id
    OR OLD.visited_on IS NOT NEW.visited_on OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN
    INSERT INTO touched (household_id, no) VALUES (NEW.household_id, (SELECT coalesce(max(no), 0) + 1 FROM touched))
    ON CONFLICT (household_id) DO UPDATE SET no = excluded.no;
END;
CREATE TRIGGER visit_moved AFTER UPDATE ON visit
WHEN OLD.household_id IS NOT NULL AND OLD.household_id IS NOT NEW.household_id BEGIN
    INSERT INTO touched (household_id, no) VALUES (OLD.household_id, (SELECT coalesce(max(no), 0) + 1 FROM touched))
    ON CONFLICT (household_id) DO UPDATE SET no = excluded.no;
END;
CREATE TRIGGER visit_deleted AFTER DELETE ON visit WHEN OLD.household_id IS NOT NULL BEGIN
    INSERT INTO touched (household_id, no) VALUES (OLD.household_id, (SELECT coalesce(max(no), 0) + 1 FROM touched))
    ON CONFLICT (household_id) DO UPDATE SET no = excluded.no;
END;

CREATE TRIGGER division_inserted AFTER INSERT ON division BEGIN
    INSERT INTO touched (household_id, no) VALUES (zeroblob(16), (SELECT coalesce(max(no), 0) + 1 FROM touched))
    ON CONFLICT (household_id) DO UPDATE SET no = excluded.no;
END;
CREATE TRIGGER division_updated AFTER UPDATE ON division BEGIN
    INSERT INTO touched (household_id, no) VALUES (zeroblob(16), (SELECT coalesce(max(no), 0) + 1 FROM touched))
    ON CONFLICT (household_id) DO UPDATE SET no = excluded.no;
END;

-- Lists over a county are answered from these alone. Each ends with `deleted_at`, without which SQLite looks at the rows.
CREATE INDEX visit_last ON visit (household_id, visited_on, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX visit_newest ON visit (visited_on, created_at, household_id, person_ids, purposes, _place, _mine, deleted_at)
    WHERE deleted_at IS NULL;
CREATE INDEX measure_listed
    ON measure (due_on, state, class, person_id, household_id, amount_fen, paid_fen, _place, deleted_at)
    WHERE deleted_at IS NULL;
CREATE INDEX problem_open ON problem (due_on, household_id, person_id, _place, state, deleted_at)
    WHERE deleted_at IS NULL AND state NOT IN ('done', 'verified');
CREATE INDEX problem_visit ON problem (visit_id, deleted_at);
