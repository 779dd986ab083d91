import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useDashboard } from '../app/dashboard.tsx';
import { explain } from './explain.ts';
import { Icon } from './icon.tsx';

/** What a change has done, and what takes it back where that is natural. */
export interface Outcome {
  readonly text: string;
  /** It was done, and what it found is not all well. */
  readonly warns?: boolean;
  readonly undo?: (() => Promise<unknown>) | undefined;
}

export interface Action {
  readonly busy: boolean;
  readonly outcome: Outcome | undefined;
  readonly error: unknown;
  /** True where it was done. What the page shows is read anew then. */
  readonly run: (work: () => Promise<Outcome>) => Promise<boolean>;
  readonly clear: () => void;
}

interface State {
  readonly busy: boolean;
  readonly outcome?: Outcome;
  readonly error?: unknown;
}

/** Runs changes one at a time and keeps what came of the last one. */
export function useAction(): Action {
  const client = useQueryClient();
  const [state, setState] = useState<State>({ busy: false });
  const run = useCallback(
    async (work: () => Promise<Outcome>): Promise<boolean> => {
      setState({ busy: true });
      try {
        const outcome = await work();
        void client.invalidateQueries();
        setState({ busy: false, outcome });
        return true;
      } catch (error) {
        setState({ busy: false, error });
        return false;
      }
    },
    [client],
  );
  const clear = useCallback(() => setState({ busy: false }), []);
  return { busy: state.busy, outcome: state.outcome, error: state.error, run, clear };
}

function Done({ action, outcome }: { action: Action; outcome: Outcome }): ReactNode {
  const { strings } = useDashboard();
  const { undo, warns = false } = outcome;
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What had the focus may be gone with what was changed.
    if (document.activeElement === document.body) note.current?.focus();
  }, []);
  const takeBack = (work: () => Promise<unknown>): void =>
    void action.run(async () => {
      await work();
      return { text: strings.actions.undone };
    });
  return (
    <div ref={note} className={warns ? 'actionNote warning' : 'actionNote'} tabIndex={-1}>
      <Icon name={warns ? 'warning' : 'check'} className={warns ? 'warn' : 'success'} />
      <span>{outcome.text}</span>
      {undo === undefined ? null : (
        <button type="button" className="link" onClick={() => takeBack(undo)}>
          {strings.actions.undo}
        </button>
      )}
      <Dismiss action={action} />
    </div>
  );
}

function Dismiss({ action }: { action: Action }): ReactNode {
  const { strings } = useDashboard();
  return (
    <button type="button" className="iconButton dismiss" aria-label={strings.actions.close} onClick={action.clear}>
      <Icon name="close" />
    </button>
  );
}

/** Says what the last change has done, or why it was not done; a screen reader hears it. */
export function ActionNote({ action }: { action: Action }): ReactNode {
  const { strings } = useDashboard();
  const { outcome, error } = action;
  return (
    <>
      <div role="status">
        {outcome === undefined ? null : <Done key={outcome.text} action={action} outcome={outcome} />}
      </div>
      <div role="alert">
        {error === undefined ? null : (
          <div className="actionNote failed">
            <Icon name="error" className="failure" />
            <span>
              <strong>{strings.actions.failed}.</strong> {explain(error, strings)}
            </span>
            <Dismiss action={action} />
          </div>
        )}
      </div>
    </>
  );
}
