import { join } from "node:path";
import type { NextConfig } from "next";

const config: NextConfig = {
  // Its sources are TypeScript inside the repository.
  transpilePackages: ["@pixelmill/core"],
  turbopack: { root: join(import.meta.dirname, "../..") },
  images: { unoptimized: true },
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
};

export default config;
