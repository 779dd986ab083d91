import { useDashboard } from '../../app/dashboard.tsx';
import type { Action } from '../../parts/action.tsx';
import { isRecord } from '../../transport/apiError.ts';
import { type KeyForm, toKeyUpdate, toNewKeyBody } from './keyForm.ts';
import { type KeyRow, keyTitle } from './keyRow.ts';
import type { ShownSecret } from './keySecret.tsx';

/** What can be done with keys. Each says what it did, and gives the way back where there is one. */
export interface KeyWork {
  /** True where it was done. */
  readonly create: (form: KeyForm) => Promise<boolean>;
  readonly save: (key: KeyRow, form: KeyForm) => Promise<boolean>;
  readonly block: (key: KeyRow) => void;
  readonly unblock: (key: KeyRow) => void;
  /** `grace` is how long the old secret works on, a duration. */
  readonly rotate: (key: KeyRow, grace: string) => void;
  readonly remove: (key: KeyRow) => void;
}

function secretOf(answer: unknown): string {
  return isRecord(answer) && typeof answer['key'] === 'string' ? answer['key'] : '';
}

export function useKeyWork(action: Action, show: (secret: ShownSecret) => void): KeyWork {
  const { transport, strings, now } = useDashboard();
  const { keys, actions } = strings;
  const post = (path: string, body: unknown): Promise<unknown> => transport.send('POST', path, body);
  const setBlocked = (key: KeyRow, blocked: boolean): void =>
    void action.run(async () => {
      const [there, back] = blocked ? ['/key/block', '/key/unblock'] : ['/key/unblock', '/key/block'];
      await post(there, { key: key.token });
      const text = blocked ? keys.blocked(keyTitle(key)) : keys.unblocked(keyTitle(key));
      return { text, undo: () => post(back, { key: key.token }) };
    });
  return {
    create: (form) =>
      action.run(async () => {
        const secret = secretOf(await post('/key/generate', toNewKeyBody(form)));
        const text = keys.made(form.alias.trim() === '' ? `sk-...${secret.slice(-4)}` : form.alias.trim());
        show({ text, secret });
        return { text };
      }),
    save: (key, form) =>
      action.run(async () => {
        const update = toKeyUpdate(key, form, now());
        if (update === undefined) return { text: actions.nothingChanged };
        await post('/key/update', update.body);
        return { text: keys.saved(keyTitle(key)), undo: () => post('/key/update', update.undo) };
      }),
    block: (key) => setBlocked(key, true),
    unblock: (key) => setBlocked(key, false),
    rotate: (key, grace) =>
      void action.run(async () => {
        const body = { key: key.token, ...(grace === '' ? {} : { grace_period: grace }) };
        const text = keys.rotated(keyTitle(key));
        show({ text, secret: secretOf(await post('/key/regenerate', body)) });
        return { text };
      }),
    remove: (key) =>
      void action.run(async () => {
        await post('/key/delete', { keys: [key.token] });
        return { text: keys.deleted(keyTitle(key)) };
      }),
  };
}
