import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode } from "react";

const kinds = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong font-semibold disabled:bg-line disabled:text-muted",
  secondary: "bg-raised text-ink border border-edge hover:border-muted disabled:text-muted disabled:border-line",
  quiet: "text-ink hover:bg-hover disabled:text-muted",
  danger: "text-danger hover:bg-danger-soft disabled:text-muted",
} as const;

const base =
  "inline-flex min-h-9 items-center justify-center gap-2 rounded-lg px-3.5 py-1.5 text-sm transition-colors duration-150 cursor-pointer disabled:cursor-not-allowed";

type Kind = { readonly kind?: keyof typeof kinds };

/** How a button looks, for what is none: a link within the page's own routes. */
export const buttonClass = (kind: keyof typeof kinds = "secondary"): string => `${base} ${kinds[kind]}`;

export const Button = ({
  kind = "secondary",
  className = "",
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & Kind): ReactNode => (
  <button type="button" className={`${base} ${kinds[kind]} ${className}`} {...rest} />
);

/** A plain link, as for downloads: the browser does the rest. */
export const ButtonLink = ({
  kind = "secondary",
  className = "",
  ...rest
}: AnchorHTMLAttributes<HTMLAnchorElement> & Kind): ReactNode => (
  <a className={`${base} ${kinds[kind]} ${className}`} {...rest} />
);
