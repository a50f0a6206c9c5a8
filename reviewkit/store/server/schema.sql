-- What a review is on a server, and who may know what of it. The thing a reader would get wrong: blindness does not
-- rest on what a client asks for. A colleague's event that has a gate is a row that no policy lets through until
-- `shown` names the reader, and only `reveal` writes there: when the reader has finished the same report at the same
-- gate, or when as many have as are needed. Everything about an event but its line is worked out here, from the line.
--
-- Reviewers can read few columns of `event` on purpose: a condition on `subject` would be an index condition, and
-- EXPLAIN ANALYZE says how many rows a policy took away.

CREATE TABLE setting (
    name text PRIMARY KEY,  -- identity, review, turn; decisions, dual_share, seed, coders: as the criteria say
    value text NOT NULL
);

CREATE TABLE person (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    role name UNIQUE,  -- by which the person connects; null for one who only has a past
    closed boolean NOT NULL DEFAULT false
);

CREATE TABLE actor (
    name text PRIMARY KEY,  -- as in events; a person who was renamed has several
    person integer NOT NULL REFERENCES person,
    present boolean NOT NULL DEFAULT true
);

CREATE TABLE device (
    id text PRIMARY KEY,
    person integer NOT NULL REFERENCES person  -- whose first event came from it
);

CREATE TABLE kind (
    name text PRIMARY KEY,
    gate text  -- null: everybody sees it at once; stage, undo, memo: as the body says
);

CREATE SEQUENCE arrival;

CREATE TABLE event (
    id text PRIMARY KEY,
    line text NOT NULL,
    n bigint NOT NULL,  -- in the order of commits
    device text NOT NULL,
    seq bigint NOT NULL,
    person integer NOT NULL REFERENCES person,
    kind text NOT NULL REFERENCES kind,
    subject text NOT NULL,
    gate text,  -- what a colleague has to finish to see it; null: nothing; nobody: it stays one's own
    opens boolean NOT NULL  -- whoever wrote it has finished its subject at its gate
);
CREATE INDEX event_by_arrival ON event (n);
CREATE INDEX event_by_history ON event (device, seq);
CREATE INDEX event_by_subject ON event (subject) WHERE gate IS NOT NULL;
CREATE INDEX event_by_writer ON event (person, gate) WHERE opens;
CREATE INDEX event_on_many ON event (kind) WHERE kind IN ('pilot', 'stopping');

CREATE TABLE superseded (
    id text,
    person integer REFERENCES person,
    PRIMARY KEY (id, person)
);

CREATE TABLE about (  -- an own event that finishes its subject finishes these records too: they are one report or study
    event text REFERENCES event,
    record text,
    PRIMARY KEY (event, record)
);
CREATE INDEX about_by_record ON about (record);

CREATE TABLE shown (
    reader name,
    event text REFERENCES event,
    n bigint NOT NULL,  -- of the same sequence as event.n
    PRIMARY KEY (reader, event)
);
CREATE INDEX shown_by_arrival ON shown (reader, n);
CREATE INDEX shown_by_event ON shown (event);

CREATE TABLE file (  -- record files and exports
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    path text NOT NULL,
    sha256 text NOT NULL,
    size bigint NOT NULL,
    pieces integer NOT NULL CHECK (pieces BETWEEN 0 AND 1024),
    n bigint NOT NULL,
    person integer NOT NULL REFERENCES person,
    UNIQUE (path, sha256, person),
    CHECK (path ~ '^data/(records/[0-9a-f]{64}-[0-9A-Za-z-]{1,64}\.jsonl|searches/[^/\\]{1,200})$')
);
CREATE INDEX file_by_arrival ON file (n);

CREATE TABLE piece (
    file bigint REFERENCES file,
    number integer CHECK (number >= 0),
    bytes bytea NOT NULL CHECK (octet_length(bytes) <= 1048576),
    PRIMARY KEY (file, number)
);
ALTER TABLE piece ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- ------------------------------------------------------------------------------------------------ who is who

CREATE FUNCTION me() RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, reviewkit, pg_temp AS $$
    SELECT id FROM reviewkit.person WHERE role = session_user AND NOT closed
$$;

CREATE FUNCTION is_owner() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, reviewkit, pg_temp AS $$
    SELECT pg_has_role(session_user, current_user, 'MEMBER')
$$;

CREATE FUNCTION writer(wanted text) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, reviewkit, pg_temp AS $$
DECLARE
    found_person integer := (SELECT person FROM actor WHERE name = wanted);
BEGIN  -- the person of that name, whom whoever is connected may write for
    IF is_owner() THEN
        IF found_person IS NULL THEN
            INSERT INTO person DEFAULT VALUES RETURNING id INTO found_person;
            INSERT INTO actor VALUES (wanted, found_person);
        END IF;
    ELSIF me() IS NULL OR found_person IS DISTINCT FROM me() THEN
        RAISE insufficient_privilege USING MESSAGE = format('%s may not write in the name of %s', session_user, wanted);
    END IF;
    RETURN found_person;
END $$;

-- ------------------------------------------------------------------------------------------------ what is finished

CREATE FUNCTION is_head(event_id text, of_person integer) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (SELECT 1 FROM reviewkit.superseded WHERE id = event_id AND person = of_person)
$$;

CREATE VIEW finished AS  -- who has finished which record at which gate, by which event
    SELECT e.id, e.person, e.gate, e.subject AS record FROM event e
    WHERE e.opens AND e.gate IS NOT NULL AND is_head(e.id, e.person)  -- as the index on subjects has it
    UNION ALL
    SELECT e.id, e.person, e.gate, a.record FROM about a JOIN event e ON e.id = a.event
    WHERE e.opens AND is_head(e.id, e.person);

CREATE FUNCTION is_dual(wanted text) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, reviewkit, pg_temp AS $$
    -- as `screening.outcome.Rules.needed` draws it: the first 8 bytes of a sha256 as a number from 0 up to 1
    SELECT (get_byte(h, 0)::numeric * 72057594037927936 + get_byte(h, 1)::numeric * 281474976710656
        + get_byte(h, 2)::numeric * 1099511627776 + get_byte(h, 3)::numeric * 4294967296
        + get_byte(h, 4)::numeric * 16777216 + get_byte(h, 5) * 65536 + get_byte(h, 6) * 256 + get_byte(h, 7))
        / 18446744073709551616 < (SELECT value::numeric FROM setting WHERE name = 'dual_share')
    FROM sha256(convert_to((SELECT value FROM setting WHERE name = 'seed') || ':' || wanted, 'UTF8')) h
$$;

CREATE FUNCTION needed(wanted text, at_gate text) RETURNS integer LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, reviewkit, pg_temp AS $$
DECLARE
    together text[];
    votes integer := (SELECT value::integer FROM setting WHERE name = 'decisions');
    in_pilot integer;
BEGIN  -- how many have to finish a record before it is over for everybody
    IF at_gate = 'coding' THEN
        RETURN (SELECT value::integer FROM setting WHERE name = 'coders');
    END IF;
    IF votes > 1 AND (SELECT value::numeric < 1 FROM setting WHERE name = 'dual_share') THEN
        SELECT array_agg(DISTINCT f.record) INTO together FROM finished f
        WHERE f.id IN (SELECT id FROM finished WHERE record = wanted AND gate = at_gate);
        votes := CASE WHEN (SELECT bool_or(is_dual(one)) FROM unnest(together || wanted) one) THEN 2 ELSE 1 END;
    END IF;
    SELECT max(CASE WHEN e.line::json #> '{body,reviewers}' IS NULL THEN 2 ELSE
        (SELECT count(*) FROM json_array_elements_text(e.line::json #> '{body,reviewers}') r
         JOIN actor a ON a.name = r JOIN person p ON p.id = a.person AND NOT p.closed) END)
    INTO in_pilot FROM event e
    WHERE e.kind = 'pilot' AND is_head(e.id, e.person) AND e.line::json #>> '{body,stage}' = at_gate
        AND wanted IN (SELECT json_array_elements_text(e.line::json #> '{body,records}'));
    RETURN greatest(votes, in_pilot);
END $$;

CREATE FUNCTION reveal(records text[]) RETURNS void LANGUAGE sql
SET search_path = pg_catalog, reviewkit, pg_temp SET enable_seqscan = off AS $$
    -- let through what may be known of these records by now, and close what may not be known any more
    WITH done AS MATERIALIZED (
        SELECT DISTINCT record, gate, person FROM finished WHERE record = ANY (records)
    ), over AS MATERIALIZED (
        SELECT record, gate FROM done GROUP BY record, gate HAVING count(*) >= needed(record, gate)
    ), kept AS MATERIALIZED (
        SELECT id, subject, gate, person FROM event
        WHERE subject = ANY (records) AND gate IS NOT NULL AND gate <> 'nobody'
    ), wanted AS MATERIALIZED (
        SELECT k.id, p.role FROM kept k
        JOIN done d ON (d.record, d.gate) = (k.subject, k.gate) AND d.person <> k.person
        JOIN person p ON p.id = d.person AND p.role IS NOT NULL
        UNION
        SELECT k.id, p.role FROM kept k JOIN over o ON (o.record, o.gate) = (k.subject, k.gate)
        JOIN person p ON p.id <> k.person AND p.role IS NOT NULL
        UNION  -- where one coder is enough, nobody has to code what another has begun
        SELECT k.id, p.role FROM kept k JOIN person p ON p.id <> k.person AND p.role IS NOT NULL
        WHERE k.gate = 'coding' AND needed(k.subject, k.gate) < 2
    ), there AS MATERIALIZED (  -- by arrays: whatever the planner guesses, only these rows are touched
        SELECT reader, event FROM shown WHERE event = ANY (array(SELECT id FROM kept))
    ), gone AS MATERIALIZED (
        SELECT reader, event FROM there EXCEPT SELECT role, id FROM wanted
    ), closed AS (
        DELETE FROM shown s WHERE s.event = ANY (array(SELECT event FROM gone))
        AND (s.reader, s.event) IN (SELECT reader, event FROM gone)
    )
    INSERT INTO shown SELECT role, id, nextval('arrival')
    FROM (SELECT role, id FROM wanted EXCEPT SELECT reader, event FROM there) fresh
$$;

CREATE FUNCTION reveal_all() RETURNS void LANGUAGE sql
SET search_path = pg_catalog, reviewkit, pg_temp AS $$
    SELECT reveal(array(SELECT DISTINCT subject FROM event WHERE gate IS NOT NULL))
$$;

-- ------------------------------------------------------------------------------------------------ taking in

CREATE FUNCTION take_turn() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, reviewkit, pg_temp AS $$
BEGIN  -- one writer at a time: numbers follow commits, and of two who finish at once each sees the other
    PERFORM 1 FROM setting WHERE name = 'turn' FOR UPDATE;
    RETURN NULL;
END $$;

CREATE FUNCTION gate_of(wanted text, body json, subject text, supersedes text[], of_person integer) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, reviewkit, pg_temp AS $$
DECLARE
    stated text;
    replaced text[];
BEGIN
    SELECT k.gate INTO STRICT stated FROM kind k WHERE k.name = wanted;
    IF stated IN ('stage', 'undo') AND body ->> 'stage' IS NOT NULL THEN
        RETURN CASE WHEN body ->> 'stage' IN ('title_abstract', 'full_text', 'quality') THEN body ->> 'stage'
            ELSE 'nobody' END;
    ELSIF stated = 'undo' THEN  -- as what it takes back; if that is not here, or several things, nobody sees it
        SELECT array_agg(DISTINCT CASE WHEN e.id IS NULL THEN 'nobody' ELSE coalesce(e.gate, '') END) INTO replaced
        FROM unnest(supersedes) past LEFT JOIN event e ON e.id = past AND e.person = of_person;
        RETURN CASE WHEN cardinality(replaced) = 1 THEN nullif(replaced[1], '') ELSE 'nobody' END;
    ELSIF stated = 'memo' THEN
        RETURN CASE WHEN coalesce(body ->> 'own', 'false') <> 'false' THEN 'nobody'
            WHEN subject ~ '^[0-9a-f]{64}:' THEN 'coding' END;
    END IF;
    RETURN CASE WHEN stated = 'stage' THEN 'nobody' ELSE stated END;
END $$;

CREATE FUNCTION accept_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, reviewkit, pg_temp AS $$
DECLARE
    said json;
    body json;
    known text;
    supersedes text[];
BEGIN
    IF octet_length(NEW.line) > 16777216 OR NOT (NEW.line IS JSON OBJECT WITH UNIQUE KEYS) THEN
        RAISE data_exception USING MESSAGE = 'a line is too long, or no JSON object whose names are each there once';
    END IF;
    said := NEW.line::json;
    body := said -> 'body';
    NEW.id := said ->> 'id';
    NEW.device := said ->> 'device';
    NEW.kind := said ->> 'kind';
    NEW.subject := said ->> 'subject';
    IF (NEW.id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' AND NEW.device ~ '^[0-9A-Za-z-]{1,64}$'
        AND said ->> 'seq' ~ '^[1-9][0-9]{0,15}$' AND said ->> 'actor' <> '' AND NEW.subject IS NOT NULL
        AND json_typeof(body) = 'object') IS NOT TRUE THEN
        RAISE data_exception USING MESSAGE = 'a line is no event';
    END IF;
    NEW.person := writer(said ->> 'actor');
    IF NOT EXISTS (SELECT 1 FROM kind WHERE name = NEW.kind) THEN
        RAISE feature_not_supported USING MESSAGE = format('no event of the kind "%s" is known here', NEW.kind);
    END IF;
    SELECT line INTO known FROM event WHERE id = NEW.id;
    IF known = NEW.line THEN
        RETURN NULL;
    ELSIF known IS NOT NULL THEN
        RAISE unique_violation USING MESSAGE = 'two events bear one id';
    END IF;
    INSERT INTO device VALUES (NEW.device, NEW.person) ON CONFLICT DO NOTHING;
    IF NOT is_owner() AND NOT EXISTS (SELECT 1 FROM device WHERE id = NEW.device AND person = NEW.person) THEN
        RAISE insufficient_privilege USING MESSAGE = format('device %s is not one of %s', NEW.device, session_user);
    END IF;
    NEW.seq := (said ->> 'seq')::bigint;
    supersedes := array(SELECT json_array_elements_text(coalesce(said -> 'supersedes', '[]')));
    NEW.gate := gate_of(NEW.kind, body, NEW.subject, supersedes, NEW.person);
    NEW.opens := CASE NEW.kind
        WHEN 'decision' THEN true
        WHEN 'appraisal' THEN coalesce(body ->> 'finished', '') = 'true'
        WHEN 'coding' THEN coalesce(body ->> 'finished', '') = 'true'
        WHEN 'undo' THEN EXISTS (SELECT 1 FROM event e WHERE e.id = body ->> 'to' AND e.person = NEW.person
            AND e.opens AND e.gate IS NOT DISTINCT FROM NEW.gate)
        ELSE false END;
    NEW.n := nextval('arrival');
    RETURN NEW;
END $$;

CREATE FUNCTION events_came() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, reviewkit, pg_temp AS $$
DECLARE
    touched text[];
BEGIN
    INSERT INTO superseded
    SELECT past, f.person FROM fresh f, json_array_elements_text(coalesce(f.line::json -> 'supersedes', '[]')) past
    ON CONFLICT DO NOTHING;
    WITH replaced AS (
        SELECT e.* FROM fresh f CROSS JOIN json_array_elements_text(coalesce(f.line::json -> 'supersedes', '[]')) past
        JOIN event e ON e.id = past AND e.person = f.person
    ), pilots AS (
        SELECT line FROM fresh WHERE kind = 'pilot' UNION ALL SELECT line FROM replaced WHERE kind = 'pilot'
    )
    SELECT array_agg(DISTINCT record) INTO touched FROM (
        SELECT subject AS record FROM fresh WHERE gate IS NOT NULL
        UNION SELECT subject FROM replaced WHERE gate IS NOT NULL
        UNION SELECT a.record FROM replaced r JOIN about a ON a.event = r.id
        UNION SELECT json_array_elements_text(coalesce(line::json #> '{body,records}', '[]')) FROM pilots
    ) every;
    IF touched IS NOT NULL THEN
        PERFORM reveal(touched);
    END IF;
    PERFORM pg_notify('reviewkit', '');
    RETURN NULL;
END $$;

CREATE TRIGGER one_at_a_time BEFORE INSERT ON event FOR EACH STATEMENT EXECUTE FUNCTION take_turn();
CREATE TRIGGER accept BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION accept_event();
CREATE TRIGGER came AFTER INSERT ON event REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION events_came();

CREATE FUNCTION accept_about() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, reviewkit, pg_temp AS $$
BEGIN
    IF NOT is_owner() AND NOT EXISTS (SELECT 1 FROM event WHERE id = NEW.event AND person = me()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only of an own event can be said what it is about';
    END IF;
    RETURN CASE WHEN NEW.record ~ '^[0-9a-f]{64}:[0-9]{7,}$' AND NOT EXISTS (SELECT 1 FROM about a
        WHERE (a.event, a.record) = (NEW.event, NEW.record)) THEN NEW END;
END $$;

CREATE FUNCTION abouts_came() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, reviewkit, pg_temp AS $$
BEGIN
    PERFORM reveal(array(SELECT record FROM fresh UNION
        SELECT e.subject FROM fresh f JOIN event e ON e.id = f.event));
    PERFORM pg_notify('reviewkit', '');
    RETURN NULL;
END $$;

CREATE TRIGGER one_at_a_time BEFORE INSERT ON about FOR EACH STATEMENT EXECUTE FUNCTION take_turn();
CREATE TRIGGER accept BEFORE INSERT ON about FOR EACH ROW EXECUTE FUNCTION accept_about();
CREATE TRIGGER came AFTER INSERT ON about REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION abouts_came();

CREATE FUNCTION accept_file() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, reviewkit, pg_temp AS $$
DECLARE
    of_device text := substring(NEW.path from '^data/records/[0-9a-f]{64}-(.*)\.jsonl$');
BEGIN
    NEW.person := me();
    IF is_owner() THEN
        NEW.person := writer('the owner of the database');
    ELSIF NEW.person IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = format('%s is no reviewer here', session_user);
    ELSIF of_device IS NOT NULL THEN
        INSERT INTO device VALUES (of_device, NEW.person) ON CONFLICT DO NOTHING;
        IF NOT EXISTS (SELECT 1 FROM device WHERE id = of_device AND person = NEW.person) THEN
            RAISE insufficient_privilege USING MESSAGE = format('device %s is not one of %s', of_device, session_user);
        END IF;
    END IF;
    NEW.n := nextval('arrival');
    RETURN NEW;
END $$;

CREATE FUNCTION accept_piece() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, reviewkit, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM file f WHERE f.id = NEW.file AND NEW.number < f.pieces
                   AND (f.person = me() OR is_owner())) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only an own file can be added to';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION files_came() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, reviewkit, pg_temp AS $$
BEGIN
    PERFORM pg_notify('reviewkit', '');
    RETURN NULL;
END $$;

CREATE TRIGGER one_at_a_time BEFORE INSERT ON file FOR EACH STATEMENT EXECUTE FUNCTION take_turn();
CREATE TRIGGER accept BEFORE INSERT ON file FOR EACH ROW EXECUTE FUNCTION accept_file();
CREATE TRIGGER came AFTER INSERT ON file FOR EACH STATEMENT EXECUTE FUNCTION files_came();
CREATE TRIGGER accept BEFORE INSERT ON piece FOR EACH ROW EXECUTE FUNCTION accept_piece();

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE insufficient_privilege USING MESSAGE = 'the past of a review is never changed';
END $$;

CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION refuse();
CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON superseded FOR EACH STATEMENT EXECUTE FUNCTION refuse();
CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON about FOR EACH STATEMENT EXECUTE FUNCTION refuse();
CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON file FOR EACH STATEMENT EXECUTE FUNCTION refuse();
CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON piece FOR EACH STATEMENT EXECUTE FUNCTION refuse();

-- ------------------------------------------------------------------------------------------------ what all may ask

CREATE FUNCTION hello() RETURNS json LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, reviewkit, pg_temp AS $$
    SELECT json_build_object(
        'identity', (SELECT value FROM setting WHERE name = 'identity'),
        'review', (SELECT value FROM setting WHERE name = 'review'),
        'schema', (SELECT value FROM setting WHERE name = 'schema'),
        'owner', is_owner(),
        'closed', coalesce((SELECT closed FROM person WHERE role = session_user), false),
        'last', (SELECT last_value FROM arrival),
        'names', (SELECT coalesce(json_agg(a.name ORDER BY NOT a.present, a.name), '[]') FROM actor a WHERE a.person = me()))
$$;

CREATE FUNCTION histories() RETURNS TABLE (device text, events bigint, last bigint) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, reviewkit, pg_temp AS $$
    SELECT e.device, count(*), max(e.seq) FROM event e WHERE (SELECT me() IS NOT NULL OR is_owner()) GROUP BY e.device
$$;

CREATE FUNCTION read_though_stopped() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, reviewkit, pg_temp AS $$
    -- which of the records that a stopping names somebody has read, so that they are completed; not how
    WITH named AS (
        SELECT DISTINCT (file ->> 0) || ':' || lpad(one, greatest(7, length(one)), '0') AS record
        FROM event e CROSS JOIN json_array_elements(coalesce(e.line::json #> '{body,records}', '[]')) file
        CROSS JOIN json_array_elements_text(file -> 1) one
        WHERE e.kind = 'stopping' AND is_head(e.id, e.person) AND e.line::json #>> '{body,stage}' = 'title_abstract'
            AND (me() IS NOT NULL OR is_owner())
    )
    SELECT DISTINCT f.record FROM named n JOIN finished f ON f.record = n.record AND f.gate = 'title_abstract'
$$;

CREATE FUNCTION progress() RETURNS TABLE (name text, gate text, finished bigint) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, reviewkit, pg_temp AS $$
    -- how many, never which
    SELECT a.name, e.gate, count(DISTINCT e.subject) FROM event e JOIN actor a ON a.person = e.person AND a.present
    WHERE e.opens AND NOT EXISTS (SELECT 1 FROM superseded s WHERE (s.id, s.person) = (e.id, e.person))
        AND (SELECT me() IS NOT NULL OR is_owner()) GROUP BY a.name, e.gate
$$;

-- ------------------------------------------------------------------------------------------------ rights
-- {owner} and {reviewers} are roles that nobody can connect as.

ALTER TABLE event ENABLE ROW LEVEL SECURITY;
ALTER TABLE event FORCE ROW LEVEL SECURITY;
ALTER TABLE about ENABLE ROW LEVEL SECURITY;
ALTER TABLE about FORCE ROW LEVEL SECURITY;
ALTER TABLE shown ENABLE ROW LEVEL SECURITY;
ALTER TABLE shown FORCE ROW LEVEL SECURITY;
ALTER TABLE file ENABLE ROW LEVEL SECURITY;
ALTER TABLE file FORCE ROW LEVEL SECURITY;
ALTER TABLE piece ENABLE ROW LEVEL SECURITY;
ALTER TABLE piece FORCE ROW LEVEL SECURITY;

CREATE POLICY owner_reads ON event FOR SELECT TO {owner} USING (true);
CREATE POLICY owner_adds ON event FOR INSERT TO {owner} WITH CHECK (true);
CREATE POLICY owner_reads ON about FOR SELECT TO {owner} USING (true);
CREATE POLICY owner_adds ON about FOR INSERT TO {owner} WITH CHECK (true);
CREATE POLICY owner_does ON shown FOR ALL TO {owner} USING (true) WITH CHECK (true);
CREATE POLICY owner_reads ON file FOR SELECT TO {owner} USING (true);
CREATE POLICY owner_adds ON file FOR INSERT TO {owner} WITH CHECK (true);
CREATE POLICY owner_reads ON piece FOR SELECT TO {owner} USING (true);
CREATE POLICY owner_adds ON piece FOR INSERT TO {owner} WITH CHECK (true);

CREATE POLICY own_open_or_shown ON event FOR SELECT TO {reviewers} USING (
    (SELECT me()) IS NOT NULL AND (gate IS NULL OR person = (SELECT me())
        OR EXISTS (SELECT 1 FROM shown WHERE shown.event = id AND shown.reader = session_user)));
CREATE POLICY in_own_name ON event FOR INSERT TO {reviewers} WITH CHECK (person = (SELECT me()));
CREATE POLICY own ON shown FOR SELECT TO {reviewers} USING (reader = session_user);
CREATE POLICY own_only ON about FOR INSERT TO {reviewers} WITH CHECK (true);  -- the trigger has looked at it
CREATE POLICY everybody ON file FOR SELECT TO {reviewers} USING ((SELECT me()) IS NOT NULL);
CREATE POLICY in_own_name ON file FOR INSERT TO {reviewers} WITH CHECK (person = (SELECT me()));
CREATE POLICY everybody ON piece FOR SELECT TO {reviewers} USING ((SELECT me()) IS NOT NULL);
CREATE POLICY of_own_files ON piece FOR INSERT TO {reviewers} WITH CHECK (true);  -- the trigger has looked at it

REVOKE ALL ON ALL TABLES IN SCHEMA reviewkit FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA reviewkit FROM PUBLIC;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA reviewkit FROM PUBLIC;
GRANT USAGE ON SCHEMA reviewkit TO {reviewers};
GRANT SELECT (id, line, n, device, seq), INSERT (line) ON event TO {reviewers};
GRANT INSERT (event, record) ON about TO {reviewers};
GRANT SELECT (reader, event, n) ON shown TO {reviewers};
GRANT SELECT (id, path, sha256, size, pieces, n), INSERT (path, sha256, size, pieces) ON file TO {reviewers};
GRANT SELECT, INSERT ON piece TO {reviewers};
GRANT EXECUTE ON FUNCTION me(), hello(), histories(), progress(), read_though_stopped() TO {reviewers};
