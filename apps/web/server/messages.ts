/** What the front door says by itself, in English. */
export const plainMessages = {
  tokenTitle: "This Pixelmill asks for an access token",
  tokenHelp: "Open the link that was printed where Pixelmill was started, or enter the token from it here.",
  tokenWrong: "This is not the token. It changes when Pixelmill gets a new one; look for the latest link.",
  tokenLabel: "Access token",
  tokenButton: "Enter",
  downTitle: "Pixelmill is starting",
  downHelp: "The service behind this page is not answering yet. Nothing is lost; this page tries again every 3 seconds.",
  refusedTitle: "This address is not served",
  refusedHelp:
    "Open Pixelmill under the address that was printed where it was started. A name of your own for it, a proxy's for example, has to be in its setting ALLOWED_HOSTS.",
} as const;
