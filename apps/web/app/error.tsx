"use client";
import type { ReactNode } from "react";
import { Button } from "../components/button.tsx";
import { appMessages as text } from "./messages.ts";

export default function ErrorPage({ reset }: { readonly error: Error; readonly reset: () => void }): ReactNode {
  return (
    <div role="alert" className="space-y-4 py-16 text-center">
      <h1 className="text-xl font-semibold">{text.broken}</h1>
      <Button onClick={reset}>{text.again}</Button>
    </div>
  );
}
