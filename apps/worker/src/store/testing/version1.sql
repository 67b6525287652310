-- A database as schema version 1 left it, with one row of every kind. Frozen: it stands for the disks of users.
CREATE TABLE jobs (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL,
  state TEXT NOT NULL,
  priority TEXT NOT NULL,
  settings TEXT NOT NULL,
  createdAt INTEGER NOT NULL,
  finishedAt INTEGER
) STRICT;
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
  result TEXT,
  outputPath TEXT,
  foldedOutputPath TEXT,
  outputKey TEXT,
  encodeMs REAL,
  sequence INTEGER NOT NULL
) STRICT;
CREATE INDEX tasksByArrival ON tasks (jobId, arrival, state);
CREATE UNIQUE INDEX tasksBySequence ON tasks (jobId, sequence);
CREATE UNIQUE INDEX tasksByOutputPath ON tasks (jobId, foldedOutputPath) WHERE foldedOutputPath IS NOT NULL;
CREATE TABLE totals (
  jobId TEXT NOT NULL REFERENCES jobs (id),
  state TEXT NOT NULL,
  tasks INTEGER NOT NULL,
  sourceBytes INTEGER NOT NULL,
  outputBytes INTEGER NOT NULL,
  PRIMARY KEY (jobId, state)
) STRICT, WITHOUT ROWID;
CREATE TABLE lastSequence (value INTEGER NOT NULL) STRICT;

INSERT INTO jobs VALUES
  (1, '000000000000000000000000000000a1', 'owner', 'sealed', 'normal',
   '{"format":"webp","quality":80,"resize":{"mode":"longest","pixels":1600},"minimumSaving":0.02}', 1700000000000, NULL);
INSERT INTO tasks VALUES
  (1, '000000000000000000000000000000b1', '000000000000000000000000000000a1', 'Möwe.jpg', 'sources/b1', 1000,
   '0000000000000000000000000000000000000000000000000000000000000000', 'received',
   NULL, NULL, NULL, NULL, NULL, NULL, 1),
  (2, '000000000000000000000000000000b2', '000000000000000000000000000000a1', 'A.png', 'sources/b2', 2000,
   '0000000000000000000000000000000000000000000000000000000000000000', 'optimized',
   '{"format":"png","width":40,"height":30,"frames":1,"hasAlpha":false,"orientation":1,"progressive":false,"hasMetadata":true,"bitDepth":8,"fullChroma":false,"bytes":2000}',
   '{"status":"optimized","output":{"format":"webp","width":40,"height":30,"frames":1,"bytes":600},"warnings":[]}',
   'A.webp', 'a.webp', 'results/b2', 12.5, 7);
INSERT INTO totals VALUES
  ('000000000000000000000000000000a1', 'received', 1, 1000, 0),
  ('000000000000000000000000000000a1', 'queued', 0, 0, 0),
  ('000000000000000000000000000000a1', 'optimized', 1, 2000, 600);
INSERT INTO lastSequence VALUES (9);
PRAGMA user_version = 1;
