import type { Metadata } from "next";
import { JobsPage } from "../../features/job/JobsPage.tsx";

export const metadata: Metadata = { title: "Jobs – Pixelmill" };

export default JobsPage;
