/**
 * Steps from one version of the schema to the next; the version is the number of steps taken. A released step is
 * never edited: a change is a new step at the end, and a fixture of the version before it goes into testing/.
 */
export const migrations: readonly string[] = [
  `
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
  INSERT INTO lastSequence VALUES (0);
  `,
  // Whether another job refers to a blob is asked at every deletion.
  `
  CREATE INDEX tasksBySourceKey ON tasks (sourceKey);
  CREATE INDEX tasksByOutputKey ON tasks (outputKey) WHERE outputKey IS NOT NULL;
  `,
  "ALTER TABLE jobs ADD COLUMN toppedAt INTEGER;",
  // Measurements behind job reports, and the mark of jobs that are being deleted.
  `
  ALTER TABLE jobs ADD COLUMN isDeleted INTEGER NOT NULL DEFAULT 0;

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
  `,
  // A task has several outputs. What was one in the task's own row, and one in the job's settings, is the first of them.
  `
  CREATE TABLE outputs (
    arrival INTEGER NOT NULL REFERENCES tasks (arrival),
    position INTEGER NOT NULL,
    jobId TEXT NOT NULL,
    result TEXT NOT NULL,
    path TEXT,
    foldedPath TEXT,
    key TEXT,
    PRIMARY KEY (arrival, position)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO outputs SELECT arrival, 0, jobId, result, outputPath, foldedOutputPath, outputKey FROM tasks WHERE result IS NOT NULL;
  CREATE UNIQUE INDEX outputsByPath ON outputs (jobId, foldedPath) WHERE foldedPath IS NOT NULL;
  CREATE INDEX outputsByKey ON outputs (key) WHERE key IS NOT NULL;

  DROP INDEX tasksByOutputPath;
  DROP INDEX tasksByOutputKey;
  ALTER TABLE tasks DROP COLUMN result;
  ALTER TABLE tasks DROP COLUMN outputPath;
  ALTER TABLE tasks DROP COLUMN foldedOutputPath;
  ALTER TABLE tasks DROP COLUMN outputKey;

  UPDATE jobs SET settings = json_object(
    'outputs', json_array(json_object(
      'format', json(settings -> '$.format'), 'quality', json(settings -> '$.quality'), 'resize', json(settings -> '$.resize')
    )),
    'minimumSaving', json(settings -> '$.minimumSaving')
  );

  ALTER TABLE totals ADD COLUMN deliveredSourceBytes INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE totals ADD COLUMN outputs INTEGER NOT NULL DEFAULT 0;
  UPDATE totals SET deliveredSourceBytes = sourceBytes, outputs = tasks WHERE state IN ('optimized', 'keptOriginal');
  `,
  // What a task took stands with what became of it. It was measured before, for reports.
  `
  ALTER TABLE tasks ADD COLUMN peakBytes REAL;
  UPDATE tasks SET peakBytes = (SELECT peakBytes FROM taskRuns WHERE taskRuns.arrival = tasks.arrival) WHERE encodeMs IS NOT NULL;
  `,
  // What was made before is found by what it was made of, and a file that was made here by its bytes.
  `
  ALTER TABLE outputs ADD COLUMN ledgerKey TEXT;
  CREATE INDEX outputsByLedgerKey ON outputs (ledgerKey) WHERE ledgerKey IS NOT NULL;

  CREATE TABLE madeFiles (
    number INTEGER PRIMARY KEY,
    hash BLOB NOT NULL,
    treatment TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX madeFilesByHash ON madeFiles (hash, treatment);

  ALTER TABLE totals ADD COLUMN known INTEGER NOT NULL DEFAULT 0;
  `,
  // Ended jobs expire, the one that ended first first; their owners are told.
  `
  CREATE INDEX endedJobs ON jobs (finishedAt, number) WHERE finishedAt IS NOT NULL;
  CREATE TABLE expiredJobs (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    expiredAt INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX expiredJobsByAge ON expiredJobs (expiredAt);
  `,
  // Files of a job are made again under other settings. `revisions` counts all that the job has had.
  `
  ALTER TABLE jobs ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE jobs ADD COLUMN reopenedAt INTEGER;
  ALTER TABLE jobs ADD COLUMN revisions INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE tasks ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;

  CREATE TABLE otherSettings (
    jobId TEXT NOT NULL REFERENCES jobs (id),
    revision INTEGER NOT NULL,
    settings TEXT NOT NULL,
    PRIMARY KEY (jobId, revision)
  ) STRICT, WITHOUT ROWID;
  `,
];
