import { useSyncExternalStore } from 'react';

/** Where a chart is as wide as a side bar, its axes would leave it no room. */
const NARROW = '(max-width: 420px)';

function watch(onChange: () => void): () => void {
  const query = window.matchMedia(NARROW);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}

/** Whether the page is as narrow as a side bar. */
export function useNarrow(): boolean {
  return useSyncExternalStore(watch, () => window.matchMedia(NARROW).matches);
}
