/** The languages of pages and reports, the first for whoever asks for none of them. */
export const locales = ["en", "de", "es"] as const;

export type Locale = (typeof locales)[number];

export const defaultLocale: Locale = "en";

export const isLocale = (value: unknown): value is Locale => (locales as readonly unknown[]).includes(value);

/** Messages in another language: a missing one, or one too many, is a type error. */
export type Translation<Messages> = {
  readonly [Key in keyof Messages]: Messages[Key] extends string ? string : Translation<Messages[Key]>;
};
