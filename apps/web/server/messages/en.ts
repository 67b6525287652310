/** What the front door says by itself. */
export const en = {
  tokenTitle: "This Pixelmill asks for an access token",
  tokenHelp: "Open the link that was printed where Pixelmill was started, or enter the token from it here.",
  tokenWrong: "This is not the token. It changes when Pixelmill gets a new one; look for the latest link.",
  tokenTooMany:
    "Too many wrong tokens came from this address, so this one was not looked at. Wait some seconds, then enter the token again.",
  tokenLabel: "Access token",
  tokenButton: "Enter",
  downTitle: "Pixelmill is starting",
  downHelp: "The service behind this page is not answering yet. Nothing is lost; this page tries again every 3 seconds.",
  refusedTitle: "This address is not served",
  refusedHelp:
    "Open Pixelmill under the address that was printed where it was started. A name of your own for it, a proxy's for example, has to be in its setting ALLOWED_HOSTS.",
} as const;
