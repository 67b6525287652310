import { idSchema } from "@pixelmill/core";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { JobPage } from "../../../features/job/JobPage.tsx";

export default async function Page({ params }: { readonly params: Promise<{ id: string }> }): Promise<ReactNode> {
  const id = idSchema.safeParse((await params).id);
  if (!id.success) notFound();
  return <JobPage key={id.data} jobId={id.data} />;
}
