/** The last part of a path, whose folders are separated by `/`. */
export const fileName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
