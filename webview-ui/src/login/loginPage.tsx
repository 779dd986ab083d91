import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useDashboard } from '../app/dashboard.tsx';
import { explain } from '../parts/explain.ts';
import type { Strings } from '../strings/strings.ts';
import { ApiError } from '../transport/apiError.ts';
import type { Credentials, Login } from '../transport/transport.ts';

type Method = 'key' | 'password';

/** Why a login was refused, in the user's words. */
export function explainRefusal(error: unknown, strings: Strings): string {
  const status = error instanceof ApiError ? error.status : undefined;
  if (status === 401 || status === 403) return strings.login.wrong;
  return status === 429 ? strings.login.tooMany : explain(error, strings);
}

function readCredentials(form: HTMLFormElement, method: Method): Credentials {
  const data = new FormData(form);
  const text = (name: string): string => String(data.get(name) ?? '').trim();
  return method === 'key' ? { key: text('key') } : { username: text('username'), password: text('password') };
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly secret: boolean;
  readonly hint?: string;
  readonly complete: string;
}

function Field({ name, label, secret, hint, complete }: FieldProps): ReactNode {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={name}
        type={secret ? 'password' : 'text'}
        autoComplete={complete}
        required
        spellCheck={false}
        aria-describedby={hint === undefined ? undefined : hintId}
      />
      {hint === undefined ? null : (
        <p id={hintId} className="dim">
          {hint}
        </p>
      )}
    </div>
  );
}

function Fields({ method, strings }: { method: Method; strings: Strings }): ReactNode {
  const { login } = strings;
  if (method === 'key') {
    return <Field name="key" label={login.key} hint={login.keyHint} secret complete="current-password" />;
  }
  return (
    <>
      <Field name="username" label={login.username} secret={false} complete="username" />
      <Field name="password" label={login.password} secret complete="current-password" />
    </>
  );
}

/** The door at `/ui`: the master key, or a user name and password where the gateway has them. */
export function LoginPage({ login }: { login: Login }): ReactNode {
  const { strings } = useDashboard();
  const client = useQueryClient();
  const [method, setMethod] = useState<Method>('key');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await login.signIn(readCredentials(event.currentTarget, method));
      await client.resetQueries();
    } catch (error) {
      setProblem(explainRefusal(error, strings));
    } finally {
      setBusy(false);
    }
  };
  const other = method === 'key' ? 'password' : 'key';
  return (
    <main className="login">
      <form className="panel" onSubmit={(event) => void submit(event)}>
        <h1>{strings.login.title}</h1>
        <Fields key={method} method={method} strings={strings} />
        <p className="failure loginProblem" role="alert">
          {problem}
        </p>
        <div className="actions">
          <button type="submit" className="button" disabled={busy}>
            {strings.login.signIn}
          </button>
          <button type="button" className="link" onClick={() => setMethod(other)}>
            {other === 'key' ? strings.login.useKey : strings.login.usePassword}
          </button>
        </div>
      </form>
    </main>
  );
}
