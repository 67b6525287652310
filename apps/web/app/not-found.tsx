import Link from "next/link";
import type { ReactNode } from "react";
import { appMessages as text } from "./messages.ts";

export default function NotFound(): ReactNode {
  return (
    <div className="space-y-4 py-16 text-center">
      <h1 className="text-xl font-semibold">{text.notFound}</h1>
      <Link href="/" className="inline-flex min-h-9 items-center text-accent underline underline-offset-4">
        {text.home}
      </Link>
    </div>
  );
}
