-- The authoritative shard map. Applying this file again changes nothing.
--
-- Writers change shards and raise the version in one transaction, the version first: its row lock puts writers in order.
--   BEGIN;
--   UPDATE shard_map SET version = version + 1;
--   ...
--   COMMIT;

CREATE TABLE IF NOT EXISTS shard_map (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    version   bigint NOT NULL
);

INSERT INTO shard_map (version) VALUES (0) ON CONFLICT (singleton) DO NOTHING;

CREATE TABLE IF NOT EXISTS shard (
    stream       text NOT NULL,
    shard        text NOT NULL,
    start_hash   numeric(39, 0) NOT NULL,
    end_hash     numeric(39, 0) NOT NULL,
    backend_cell text NOT NULL,
    PRIMARY KEY (stream, shard),
    CHECK (start_hash <= end_hash)
);
