import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { useDashboard } from './dashboard.tsx';
import { type SavedState, toSavedState } from './savedState.ts';

type Change = Partial<SavedState> | ((before: SavedState) => Partial<SavedState>);

interface Saved {
  readonly state: SavedState;
  readonly save: (change: Change) => void;
}

const SavedContext = createContext<Saved | undefined>(undefined);

export function SavedProvider({ children }: { children: ReactNode }): ReactNode {
  const { transport } = useDashboard();
  const [state, setState] = useState(() => toSavedState(transport.loadState()));
  const save = useCallback((change: Change) => {
    setState((before) => ({ ...before, ...(typeof change === 'function' ? change(before) : change) }));
  }, []);
  useEffect(() => transport.saveState({ ...state }), [transport, state]);
  const value = useMemo(() => ({ state, save }), [state, save]);
  return <SavedContext value={value}>{children}</SavedContext>;
}

/**
 * What one part of the page keeps across hide and reload, under a name that no other part has. `parse` makes sense of
 * whatever was kept, by whatever version; it must be the same function at each call.
 */
export function useSavedPart<T>(name: string, parse: (value: unknown) => T): [T, (value: T) => void] {
  const { state, save } = useSaved();
  const value = state.parts[name];
  const parsed = useMemo(() => parse(value), [parse, value]);
  const keep = useCallback((next: T) => save((before) => ({ parts: { ...before.parts, [name]: next } })), [save, name]);
  return [parsed, keep];
}

/** The state that outlives the page, and the way to change it. */
export function useSaved(): Saved {
  const value = useContext(SavedContext);
  if (value === undefined) throw new Error('The dashboard has no saved state.');
  return value;
}
