/** What the routes themselves say, in English. */
export const appMessages = {
  notFound: "There is nothing here under that address.",
  home: "Optimize images",
  broken: "Something went wrong on this page. Your files on the server are not touched.",
  again: "Try again",
} as const;
