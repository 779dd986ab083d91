import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { useDashboard } from './dashboard.tsx';
import { type SavedState, toSavedState } from './savedState.ts';

interface Saved {
  readonly state: SavedState;
  readonly save: (change: Partial<SavedState>) => void;
}

const SavedContext = createContext<Saved | undefined>(undefined);

export function SavedProvider({ children }: { children: ReactNode }): ReactNode {
  const { transport } = useDashboard();
  const [state, setState] = useState(() => toSavedState(transport.loadState()));
  const save = useCallback((change: Partial<SavedState>) => setState((before) => ({ ...before, ...change })), []);
  useEffect(() => transport.saveState({ ...state }), [transport, state]);
  const value = useMemo(() => ({ state, save }), [state, save]);
  return <SavedContext value={value}>{children}</SavedContext>;
}

/** The state that outlives the page, and the way to change it. */
export function useSaved(): Saved {
  const value = useContext(SavedContext);
  if (value === undefined) throw new Error('The dashboard has no saved state.');
  return value;
}
