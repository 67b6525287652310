/** Beside an I: what Turkish tells its two apart by, which others don't type. */
const dotAbove = /I\u0307/g;

/**
 * A text for comparing what somebody typed with what a file is named. Macs name files with letters and their accents apart, and keyboards
 * type them as one. Capitals take more letters together than small letters do: ß and ss, ς and σ.
 */
export const foldText = (text: string): string =>
  text.normalize("NFD").toLowerCase().toUpperCase().replace(dotAbove, "I").normalize("NFC");
