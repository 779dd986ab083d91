import { rm } from 'node:fs/promises';

/**
 * Removes a test's folder. A process that the test has just ended may still write there (its cache of compiled code,
 * the end of its log), so that a removal can find a folder filled again: it is tried anew for some seconds.
 */
export async function removeFolder(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true, maxRetries: 12, retryDelay: 100 });
}
