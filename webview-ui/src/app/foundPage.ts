import type { Surface } from '../../../src/protocol/webview.ts';
import type { EarlyAnswers } from '../api/early.ts';
import type { Transport } from '../transport/transport.ts';

/** The page as it was found: what the rest of the program begins with. */
export interface FoundPage {
  readonly root: HTMLElement;
  readonly surface: Surface;
  readonly language: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly isAdmin: boolean;
  readonly route: string;
  readonly transport: Transport;
  readonly early: EarlyAnswers;
}
