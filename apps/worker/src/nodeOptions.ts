/**
 * Options of the Node that runs the service. Its JavaScript handles messages, not images: with a young generation of 4 MB a space
 * instead of 16 it holds less memory while much comes in, memory that is the encoders' then.
 */
export const nodeOptions: readonly string[] = ["--max-semi-space-size=4"];
