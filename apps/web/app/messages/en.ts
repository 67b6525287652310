/** What the routes themselves say. */
export const en = {
  name: "Pixelmill",
  description: "Drop a folder of images, get it back smaller. Nothing leaves your network.",
  jobsTitle: "Jobs – Pixelmill",
  notFound: "There is nothing here under that address.",
  home: "Optimize images",
  broken: "Something went wrong on this page. Your files on the server are not touched.",
  again: "Try again",
} as const;
