import { createContext, type ReactNode, useContext } from 'react';
import type { Surface } from '../../../src/protocol/webview.ts';
import type { EarlyAnswers } from '../api/early.ts';
import type { Formatter } from '../format/formatter.ts';
import type { Strings } from '../strings/strings.ts';
import type { Transport } from '../transport/transport.ts';

/** What every part of the page may use; made once in `start.tsx`. */
export interface Dashboard {
  readonly transport: Transport;
  /** What was asked for before the page is drawn. */
  readonly early: EarlyAnswers;
  readonly strings: Strings;
  readonly format: Formatter;
  readonly surface: Surface;
  /** At `/ui`: the gateway has seen the login of an administrator. False where that is not known yet. */
  readonly isAdmin: boolean;
  /** IANA name. */
  readonly timeZone: string;
  /** Epoch ms. */
  readonly now: () => number;
}

const DashboardContext = createContext<Dashboard | undefined>(undefined);

export function DashboardProvider({ value, children }: { value: Dashboard; children: ReactNode }): ReactNode {
  return <DashboardContext value={value}>{children}</DashboardContext>;
}

export function useDashboard(): Dashboard {
  const value = useContext(DashboardContext);
  if (value === undefined) throw new Error('The dashboard has no provider.');
  return value;
}
