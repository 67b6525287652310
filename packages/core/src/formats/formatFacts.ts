/** What the rest of Pixelmill may know about a format without knowing the format. */
export interface FormatFacts {
  /** Name for people. */
  readonly label: string;
  readonly mimeType: string;
  /** Lower case, without the dot; the first is the one Pixelmill writes. */
  readonly extensions: readonly [string, ...string[]];
  /** The quality scale of its lossy encoder, or null where the format is written lossless. */
  readonly quality: QualityRange | null;
  /** Longest side the format can hold, in pixels. */
  readonly maxSide: number;
  /** Whether Pixelmill writes it with several frames or pages. */
  readonly holdsFrames: boolean;
  readonly holdsAlpha: boolean;
  /** Whether Pixelmill writes it with 16 bits a channel. */
  readonly holdsDeep: boolean;
  /** Whether Pixelmill writes a grey image with one channel. */
  readonly holdsGrey: boolean;
  /** Whether it holds an ICC profile. */
  readonly holdsProfile: boolean;
}

/** Closed range of a quality setting, with the default used when none is given. */
export interface QualityRange {
  readonly min: number;
  readonly max: number;
  readonly default: number;
}
