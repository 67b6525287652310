import Link from "next/link";
import type { ReactNode } from "react";
import { messagesOf } from "../lib/i18n/messages.ts";
import { requestLocale } from "../lib/i18n/requestLocale.ts";

export default async function NotFound(): Promise<ReactNode> {
  const { notFound, home } = messagesOf[await requestLocale()].app;
  return (
    <div className="space-y-4 py-16 text-center">
      <h1 className="text-xl font-semibold">{notFound}</h1>
      <Link href="/" className="inline-flex min-h-9 items-center text-accent underline underline-offset-4">
        {home}
      </Link>
    </div>
  );
}
