import { Fragment, type ReactNode } from "react";
import { breakableParts } from "../lib/breakableParts.ts";

/** A path or file name that breaks, where it has to, behind its separators rather than inside a word or an extension. */
export const Breakable = ({ text }: { readonly text: string }): ReactNode =>
  breakableParts(text).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ));
