import type { Metadata } from "next";
import { JobsPage } from "../../features/job/JobsPage.tsx";
import { messagesOf } from "../../lib/i18n/messages.ts";
import { requestLocale } from "../../lib/i18n/requestLocale.ts";

export const generateMetadata = async (): Promise<Metadata> => ({ title: messagesOf[await requestLocale()].app.jobsTitle });

export default JobsPage;
