/** What the rest of Pixelmill may know about anything it reads. */
export interface SourceFacts {
  /** Name for people. */
  readonly label: string;
  readonly mimeType: string;
  /** Lower case, without the dot; the first is the one Pixelmill writes. */
  readonly extensions: readonly [string, ...string[]];
  /** Whether every frame of an animation is read, not its first alone. */
  readonly animates: boolean;
  /** Whether it can have more than 8 bits a channel that are worth keeping. */
  readonly holdsDeep: boolean;
  /** Whether every current browser shows it. */
  readonly shownByBrowsers: boolean;
}

/** What the rest of Pixelmill may know about a format it reads and writes, without knowing the format. */
export interface FormatFacts extends SourceFacts {
  /** The quality scale of its lossy encoder, or null where the format is written lossless. */
  readonly quality: QualityRange | null;
  /** Longest side the format can hold, in pixels. */
  readonly maxSide: number;
  /** Whether Pixelmill writes it with several frames or pages. */
  readonly holdsFrames: boolean;
  readonly holdsAlpha: boolean;
  /** Whether Pixelmill reads and writes it with 16 bits a channel. */
  readonly holdsDeep: boolean;
  /** Whether Pixelmill writes a grey image with one channel. */
  readonly holdsGrey: boolean;
  /** Whether it holds an ICC profile. */
  readonly holdsProfile: boolean;
}

/** A format that Pixelmill reads and does not write. */
export interface ReadOnlyFacts extends SourceFacts {
  readonly becomes: Becomes;
}

/** What a source of a read-only format comes out as where `original` is asked for: the names are those of formats that are written. */
export interface Becomes {
  readonly lossy: "jpeg" | "png";
  /** Of a source that is stored without loss, or has alpha. */
  readonly exact: "jpeg" | "png";
}

/** Closed range of a quality setting, with the default used when none is given. */
export interface QualityRange {
  readonly min: number;
  readonly max: number;
  readonly default: number;
}
