-- A database as schema version 8 left it, with one row of every kind. Frozen: it stands for the disks of users.
CREATE TABLE jobs (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL,
  state TEXT NOT NULL,
  priority TEXT NOT NULL,
  settings TEXT NOT NULL,
  createdAt INTEGER NOT NULL,
  finishedAt INTEGER
, toppedAt INTEGER, isDeleted INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX jobsByOwner ON jobs (owner, createdAt, number);
CREATE INDEX activeJobs ON jobs (createdAt, number) WHERE state IN ('open', 'sealed');
CREATE TABLE tasks (
  arrival INTEGER PRIMARY KEY,
  taskId TEXT NOT NULL UNIQUE,
  jobId TEXT NOT NULL REFERENCES jobs (id),
  path TEXT NOT NULL,
  sourceKey TEXT NOT NULL,
  sourceBytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  state TEXT NOT NULL,
  info TEXT,
  encodeMs REAL,
  sequence INTEGER NOT NULL
, peakBytes REAL) STRICT;
CREATE INDEX tasksByArrival ON tasks (jobId, arrival, state);
CREATE UNIQUE INDEX tasksBySequence ON tasks (jobId, sequence);
CREATE TABLE totals (
  jobId TEXT NOT NULL REFERENCES jobs (id),
  state TEXT NOT NULL,
  tasks INTEGER NOT NULL,
  sourceBytes INTEGER NOT NULL,
  outputBytes INTEGER NOT NULL, deliveredSourceBytes INTEGER NOT NULL DEFAULT 0, outputs INTEGER NOT NULL DEFAULT 0, known INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (jobId, state)
) STRICT, WITHOUT ROWID;
CREATE TABLE lastSequence (value INTEGER NOT NULL) STRICT;
CREATE INDEX tasksBySourceKey ON tasks (sourceKey);
CREATE TABLE engines (
  number INTEGER PRIMARY KEY,
  startedAt REAL NOT NULL,
  configuration TEXT NOT NULL
) STRICT;
CREATE TABLE taskRuns (
  arrival INTEGER PRIMARY KEY REFERENCES tasks (arrival),
  engine INTEGER NOT NULL,
  encoder INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  batchSize INTEGER NOT NULL,
  threads INTEGER NOT NULL,
  submittedAt REAL NOT NULL,
  startedAt REAL NOT NULL,
  endedAt REAL NOT NULL,
  runMs REAL,
  estimatedMs REAL NOT NULL,
  estimatedPeakBytes REAL NOT NULL,
  peakBytes REAL,
  attempts INTEGER NOT NULL,
  pixels INTEGER NOT NULL
) STRICT;
CREATE TABLE poolMetrics (
  jobId TEXT NOT NULL REFERENCES jobs (id),
  beganAt REAL NOT NULL,
  metrics TEXT NOT NULL,
  PRIMARY KEY (jobId, beganAt)
) STRICT, WITHOUT ROWID;
CREATE TABLE outputs (
  arrival INTEGER NOT NULL REFERENCES tasks (arrival),
  position INTEGER NOT NULL,
  jobId TEXT NOT NULL,
  result TEXT NOT NULL,
  path TEXT,
  foldedPath TEXT,
  key TEXT, ledgerKey TEXT,
  PRIMARY KEY (arrival, position)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX outputsByPath ON outputs (jobId, foldedPath) WHERE foldedPath IS NOT NULL;
CREATE INDEX outputsByKey ON outputs (key) WHERE key IS NOT NULL;
CREATE INDEX outputsByLedgerKey ON outputs (ledgerKey) WHERE ledgerKey IS NOT NULL;
CREATE TABLE madeFiles (
  number INTEGER PRIMARY KEY,
  hash BLOB NOT NULL,
  treatment TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX madeFilesByHash ON madeFiles (hash, treatment);
CREATE INDEX endedJobs ON jobs (finishedAt, number) WHERE finishedAt IS NOT NULL;
CREATE TABLE expiredJobs (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  expiredAt INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX expiredJobsByAge ON expiredJobs (expiredAt);

INSERT INTO jobs VALUES
  (1, '000000000000000000000000000000a1', 'owner', 'sealed', 'normal',
   '{"outputs":[{"format":"webp","quality":80,"resize":{"mode":"longest","pixels":1600}}],"minimumSaving":0.02}', 1700000000000,
   NULL, 1700000000002, 0),
  (2, '000000000000000000000000000000a2', 'other', 'open', 'interactive',
   '{"outputs":[{"format":"original","quality":null,"resize":null}],"minimumSaving":0.125}', 1700000000001, NULL, NULL, 0);
INSERT INTO tasks VALUES
  (1, '000000000000000000000000000000b1', '000000000000000000000000000000a1', 'Möwe.jpg', 'sources/b1', 1000,
   '0000000000000000000000000000000000000000000000000000000000000000', 'received', NULL, NULL, 1, NULL),
  (2, '000000000000000000000000000000b2', '000000000000000000000000000000a1', 'A.png', 'sources/b2', 2000,
   '0000000000000000000000000000000000000000000000000000000000000000', 'optimized',
   '{"format":"png","width":40,"height":30,"frames":1,"hasAlpha":false,"orientation":1,"progressive":false,"hasMetadata":true,"bitDepth":8,"fullChroma":false,"bytes":2000}',
   12.5, 7, 5000000),
  (3, '000000000000000000000000000000b3', '000000000000000000000000000000a1', 'b.webp', 'sources/b3', 500,
   '0000000000000000000000000000000000000000000000000000000000000000', 'keptOriginal',
   '{"format":"webp","width":4,"height":3,"frames":1,"hasAlpha":false,"orientation":1,"progressive":false,"hasMetadata":true,"bitDepth":8,"fullChroma":false,"bytes":500}',
   3, 6, NULL),
  (4, '000000000000000000000000000000b4', '000000000000000000000000000000a1', 'c.jpg', 'sources/b4', 70,
   '0000000000000000000000000000000000000000000000000000000000000000', 'failed', NULL, NULL, 8, NULL),
  (5, '000000000000000000000000000000b5', '000000000000000000000000000000a1', 'd.jpg', 'sources/b5', 8,
   '0000000000000000000000000000000000000000000000000000000000000000', 'queued',
   '{"format":"jpeg","width":4,"height":3,"frames":1,"hasAlpha":false,"orientation":1,"progressive":false,"hasMetadata":true,"bitDepth":8,"fullChroma":false,"bytes":8}',
   NULL, 9, NULL);
INSERT INTO totals VALUES
  ('000000000000000000000000000000a1', 'failed', 1, 70, 0, 0, 0, 0),
  ('000000000000000000000000000000a1', 'keptOriginal', 1, 500, 500, 500, 1, 1),
  ('000000000000000000000000000000a1', 'optimized', 1, 2000, 600, 2000, 1, 0),
  ('000000000000000000000000000000a1', 'queued', 1, 8, 0, 0, 0, 0),
  ('000000000000000000000000000000a1', 'received', 1, 1000, 0, 0, 0, 0);
INSERT INTO lastSequence VALUES
  (9);
INSERT INTO engines VALUES
  (1, 1700000000000.5,
   '{"encoders":2,"leastEncoders":1,"inFlight":2,"cores":2,"budgetBytes":4000000000,"memoryLimitBytes":4000000000,"memorySampleMs":50,"plan":{},"versions":{"pixelmill":"0.1.0"}}');
INSERT INTO taskRuns VALUES
  (2, 1, 3, 7, 20, 2, 1700000000001, 1700000000002, 1700000000014.5, 12.5, 10, 4000000, 5000000, 1, 1200),
  (3, 1, 3, 7, 20, 1, 1700000000001, 1700000000002, 1700000000005, 3, 10, 4000000, NULL, 2, 12);
INSERT INTO poolMetrics VALUES
  ('000000000000000000000000000000a1', 1700000000000.5, '{}');
INSERT INTO outputs VALUES
  (2, 0, '000000000000000000000000000000a1',
   '{"status":"optimized","output":{"format":"webp","width":40,"height":30,"frames":1,"bytes":600},"warnings":["larger"]}',
   'A.webp', 'a.webp', 'results/b2', 'k1'),
  (3, 0, '000000000000000000000000000000a1',
   '{"status":"keptOriginal","reason":"wouldBeLarger","output":{"format":"webp","width":4,"height":3,"frames":1,"bytes":500},"warnings":[]}',
   'b.webp', 'b.webp', 'sources/b3', 'k2'),
  (4, 0, '000000000000000000000000000000a1',
   '{"status":"failed","error":{"code":"corruptImage","message":"The image is damaged and cannot be decoded."}}', NULL, NULL,
   NULL, NULL);
INSERT INTO madeFiles VALUES
  (1, x'000102030405060708090a0b0c0d0e0f', 'webp');
INSERT INTO expiredJobs VALUES
  ('000000000000000000000000000000a9', 'owner', 1700000000500);
PRAGMA user_version = 8;
