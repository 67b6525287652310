/**
 * Keeps the browser from opening a file that is dropped where nothing takes it: before the app has come alive, and on pages that
 * take none. Runs inline in the page's head, so as source text; listeners added later still take what is dropped.
 */
export const dropGuard = `for (const name of ["dragover", "drop"]) addEventListener(name, (event) => {
  if (!event.dataTransfer || !event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "none";
});`;
