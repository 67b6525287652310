import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Header } from "../features/system/Header.tsx";
import { dropGuard } from "../features/upload/dropGuard.ts";
import { compiledMessages } from "../lib/i18n/compiled.ts";
import { messagesOf } from "../lib/i18n/messages.ts";
import { requestLocale } from "../lib/i18n/requestLocale.ts";
import { nonceIn } from "../lib/nonceIn.ts";
import { Providers } from "./providers.tsx";
import "./styles.css";

export async function generateMetadata(): Promise<Metadata> {
  const { name, description } = messagesOf[await requestLocale()].app;
  return { title: name, description, robots: { index: false, follow: false } };
}

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#1d1f22" },
  ],
};

export default async function RootLayout({ children }: { readonly children: ReactNode }): Promise<ReactNode> {
  // Rendered for each request: inline scripts carry the nonce of that answer's policy.
  const nonce = nonceIn((await headers()).get("content-security-policy"));
  const locale = await requestLocale();
  return (
    <html lang={locale}>
      <head>
        {/* The browser hides the nonce from scripts, so React finds another one than it knows. */}
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of the project's own */}
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: dropGuard }} />
      </head>
      <body>
        <Providers locale={locale} messages={compiledMessages(locale)}>
          <Header />
          <main
            id="content"
            tabIndex={-1}
            className="mx-auto max-w-7xl has-[[data-comparing]]:lg:max-w-none px-4 py-5 outline-none sm:px-6 sm:py-8"
          >
            {children}
          </main>
        </Providers>
      </body>
    </html>
  );
}
