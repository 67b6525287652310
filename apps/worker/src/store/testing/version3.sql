-- A database as schema version 3 left it, with one row of every kind. Frozen: it stands for the disks of users.
CREATE TABLE jobs (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL,
  state TEXT NOT NULL,
  priority TEXT NOT NULL,
  settings TEXT NOT NULL,
  createdAt INTEGER NOT NULL,
  finishedAt INTEGER
, toppedAt INTEGER) STRICT;
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
CREATE INDEX tasksBySourceKey ON tasks (sourceKey);
CREATE INDEX tasksByOutputKey ON tasks (outputKey) WHERE outputKey IS NOT NULL;

INSERT INTO jobs VALUES
  (1, '000000000000000000000000000000a1', 'owner', 'sealed', 'normal',
   '{"format":"webp","quality":80,"resize":{"mode":"longest","pixels":1600},"minimumSaving":0.02}', 1700000000000, NULL,
   1700000000002),
  (2, '000000000000000000000000000000a2', 'other', 'open', 'interactive',
   '{"format":"original","quality":null,"resize":null,"minimumSaving":0.125}', 1700000000001, NULL, NULL);
INSERT INTO tasks VALUES
  (1, '000000000000000000000000000000b1', '000000000000000000000000000000a1', 'Möwe.jpg', 'sources/b1', 1000,
   '0000000000000000000000000000000000000000000000000000000000000000', 'received', NULL, NULL, NULL, NULL, NULL, NULL, 1),
  (2, '000000000000000000000000000000b2', '000000000000000000000000000000a1', 'A.png', 'sources/b2', 2000,
   '0000000000000000000000000000000000000000000000000000000000000000', 'optimized',
   '{"format":"png","width":40,"height":30,"frames":1,"hasAlpha":false,"orientation":1,"progressive":false,"hasMetadata":true,"bitDepth":8,"fullChroma":false,"bytes":2000}',
   '{"status":"optimized","output":{"format":"webp","width":40,"height":30,"frames":1,"bytes":600},"warnings":["larger"]}',
   'A.webp', 'a.webp', 'results/b2', 12.5, 7),
  (3, '000000000000000000000000000000b3', '000000000000000000000000000000a1', 'b.webp', 'sources/b3', 500,
   '0000000000000000000000000000000000000000000000000000000000000000', 'keptOriginal',
   '{"format":"webp","width":4,"height":3,"frames":1,"hasAlpha":false,"orientation":1,"progressive":false,"hasMetadata":true,"bitDepth":8,"fullChroma":false,"bytes":500}',
   '{"status":"keptOriginal","reason":"wouldBeLarger","output":{"format":"webp","width":4,"height":3,"frames":1,"bytes":500},"warnings":[]}',
   'b.webp', 'b.webp', 'sources/b3', 3, 6),
  (4, '000000000000000000000000000000b4', '000000000000000000000000000000a1', 'c.jpg', 'sources/b4', 70,
   '0000000000000000000000000000000000000000000000000000000000000000', 'failed', NULL,
   '{"status":"failed","error":{"code":"corruptImage","message":"The image is damaged and cannot be decoded."}}', NULL, NULL,
   NULL, NULL, 8),
  (5, '000000000000000000000000000000b5', '000000000000000000000000000000a1', 'd.jpg', 'sources/b5', 8,
   '0000000000000000000000000000000000000000000000000000000000000000', 'queued',
   '{"format":"jpeg","width":4,"height":3,"frames":1,"hasAlpha":false,"orientation":1,"progressive":false,"hasMetadata":true,"bitDepth":8,"fullChroma":false,"bytes":8}',
   NULL, NULL, NULL, NULL, NULL, 9);
INSERT INTO totals VALUES
  ('000000000000000000000000000000a1', 'failed', 1, 70, 0),
  ('000000000000000000000000000000a1', 'keptOriginal', 1, 500, 500),
  ('000000000000000000000000000000a1', 'optimized', 1, 2000, 600),
  ('000000000000000000000000000000a1', 'queued', 1, 8, 0),
  ('000000000000000000000000000000a1', 'received', 1, 1000, 0);
INSERT INTO lastSequence VALUES
  (9);
PRAGMA user_version = 3;
