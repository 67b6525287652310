import { join } from "node:path";
import type { NextConfig } from "next";

const config: NextConfig = {
  // Its sources are TypeScript inside the repository.
  transpilePackages: ["@pixelmill/core"],
  turbopack: {
    root: join(import.meta.dirname, "../.."),
    // The server sends messages that are parsed already (lib/i18n/compiled.ts): the browser needs no parser.
    resolveAlias: { "use-intl/format-message": "use-intl/format-message/format-only" },
  },
  images: { unoptimized: true },
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
};

export default config;
